/** What people who read offered fixes refused in the third review: held here by programs of our own. */
import { describe, expect, it } from "vitest";
import { fixedText, reasons, titles } from "./offers.js";

const head = `import numpy as np
import pandas as pd
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier
`;

describe("rows held out for a score", () => {
  it("are cut before what prepares them is fitted", async () => {
    const text = `${head}df = pd.read_csv("plants.csv")
X, y = df[["leaf", "stem"]], df["kind"]
scaler = StandardScaler()
X_scaled = scaler.fit_transform(X)
model = DecisionTreeClassifier(random_state=3)
model.fit(X_scaled, y)
print(model.score(X_scaled, y))
`;
    const fixed = await fixedText(text, "HLD205");
    expect(fixed).toContain("train_test_split");
    expect(fixed).not.toContain("scaler.fit_transform(X)\n");
  });

  it("are not cut where what prepared them cannot be learned again", async () => {
    const text = `${head}df = pd.read_csv("plants.csv")
def filled(column):
    return column.fillna(column.median())
df["leaf"] = filled(df["leaf"])
X, y = df[["leaf", "stem"]], df["kind"]
model = DecisionTreeClassifier(random_state=3)
model.fit(X, y)
print(model.score(X, y))
`;
    expect((await titles(text, "HLD205")).filter((t) => !t.includes("median"))).toEqual([]);
  });

  it("are the last ones where rows stand in time, which only the columns made of them tell", async () => {
    const text = `${head}df = pd.read_csv("river.csv", parse_dates=["hour"]).sort_values("hour")
df["wet"] = df["rain"].rolling(24).sum()
df = df.dropna()
X, y = df[["rain", "wet"]], df["level"]
model = LinearRegression()
model.fit(X, y)
print(model.score(X, y))
`;
    expect(await fixedText(text, "HLD205")).toContain("X_train, X_test, y_train, y_test = train_test_split(X, y, shuffle=False)\n");
  });

  it("are not drawn at random from rows with dates in no known order", async () => {
    const text = `${head}df = pd.read_csv("river.csv")
df["hour"] = pd.to_datetime(df["hour"])
X, y = df[["rain", "mud"]], df["level"]
model = LinearRegression()
model.fit(X, y)
print(model.score(X, y))
`;
    expect(await reasons(text, "HLD205")).toContain(
      "Its rows have dates, and nothing shows that they stand in the order of time, in which they would have to be cut.",
    );
  });

  it("give the scores of all models that are ranked", async () => {
    const text = `${head}df = pd.read_csv("plants.csv")
X, y = df[["leaf", "stem"]], df["kind"]
tree = DecisionTreeClassifier(random_state=3)
tree.fit(X, y)
acc_tree = tree.score(X, y)
near = KNeighborsClassifier()
near.fit(X, y)
acc_near = near.score(X, y)
print(pd.DataFrame({"model": ["tree", "near"], "score": [acc_tree, acc_near]}))
`;
    const fixed = await fixedText(text, "HLD205");
    expect(fixed.match(/train_test_split\(/g)).toHaveLength(1);
    expect(fixed).toContain("acc_tree = tree.score(X_test, y_test)");
    expect(fixed).toContain("acc_near = near.score(X_test, y_test)");
  });

  it("are no longer called training rows", async () => {
    const text = `${head}df = pd.read_csv("plants.csv")
X, y = df[["leaf", "stem"]], df["kind"]
model = LogisticRegression()
model.fit(X, y)
train_acc = model.score(X, y)
print("Training accuracy:", train_acc)
`;
    const fixed = await fixedText(text, "HLD205");
    expect(fixed).toContain('test_acc = model.score(X_test, y_test)\nprint("Test accuracy:", test_acc)\n');
  });

  it("are not cut for a model that cross-validation of all rows has chosen", async () => {
    const text = `${head}from sklearn.model_selection import GridSearchCV
df = pd.read_csv("plants.csv")
X, y = df[["leaf", "stem"]], df["kind"]
search = GridSearchCV(KNeighborsClassifier(), {"n_neighbors": [1, 3, 5]}).fit(X, y)
model = KNeighborsClassifier(n_neighbors=search.best_params_["n_neighbors"])
model.fit(X, y)
print(model.score(X, y))
`;
    expect(await titles(text, "HLD205")).toEqual([]);
  });
});

const parts = `${head}from sklearn.model_selection import train_test_split
from sklearn.metrics import accuracy_score
import matplotlib.pyplot as plt
df = pd.read_csv("plants.csv")
X, y = df[["leaf", "stem"]], df["kind"]
`;

describe("parts to choose by", () => {
  it("change what texts, labels and variables call the score, in other cells too", async () => {
    const text = `${parts}X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=4)
# %%
test_scores = []
for k in range(1, 9):
    near = KNeighborsClassifier(n_neighbors=k)
    near.fit(X_train, y_train)
    test_scores.append(near.score(X_test, y_test))
    print(f"k={k}, test accuracy {test_scores[-1]:.2f}")
# %%
plt.plot(range(1, 9), test_scores, label="Test accuracy")
plt.title("Accuracy on the test set")
plt.show()
# %%
print("best on test set:", max(test_scores))
print(KNeighborsClassifier(n_neighbors=3).fit(X_train, y_train).score(X_test, y_test))
`;
    const fixed = await fixedText(text, "HLD201");
    expect(fixed).not.toMatch(/test_scores|test accuracy|test set/i);
    expect(fixed).toContain('plt.plot(range(1, 9), valid_scores, label="Validation accuracy")');
    expect(fixed).toContain('print(f"k={k}, validation accuracy {valid_scores[-1]:.2f}")');
  });

  it("change the labels of what a loop adds up to", async () => {
    const text = `${parts}X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=4)
errors = []
for k in range(1, 9):
    near = KNeighborsClassifier(n_neighbors=k).fit(X_train, y_train)
    err_test = 1 - near.score(X_test, y_test)
    errors += [err_test]
plt.plot(range(1, 9), errors, label="err_test")
print(KNeighborsClassifier(n_neighbors=3).fit(X_train, y_train).score(X_test, y_test))
`;
    const fixed = await fixedText(text, "HLD201");
    expect(fixed).toContain("errors += [err_valid]\n");
    expect(fixed).toContain('plt.plot(range(1, 9), errors, label="err_validation")');
  });

  it("are cut above all loops, inputs first, with the seed and the strata of the program", async () => {
    const text = `${parts}SEED = 11
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=SEED, stratify=y)
best = 0
for criterion in ["gini", "entropy"]:
    for depth in [2, 4, 8]:
        tree = DecisionTreeClassifier(criterion=criterion, max_depth=depth)
        tree.fit(X=X_train, y=y_train)
        acc = accuracy_score(y_test, tree.predict(X_test))
        if acc > best:
            best, best_depth = acc, depth
print(DecisionTreeClassifier(max_depth=best_depth).fit(X_train, y_train).score(X_test, y_test))
`;
    expect(await fixedText(text, "HLD201")).toContain(
      `best = 0
X_fit, X_valid, y_fit, y_valid = train_test_split(X_train, y_train, test_size=0.2, random_state=SEED, stratify=y_train)
for criterion in`,
    );
  });

  it("are drawn by the module that the file's release of scikit-learn has", async () => {
    const text = `import pandas as pd
from sklearn.grid_search import GridSearchCV
from sklearn.tree import DecisionTreeClassifier
train, test = pd.read_csv("a_train.csv"), pd.read_csv("a_test.csv")
X_train, y_train, X_test, y_test = train[["a", "b"]], train["y"], test[["a", "b"]], test["y"]
best = 0
for depth in [2, 4, 8]:
    tree = DecisionTreeClassifier(max_depth=depth)
    tree.fit(X_train, y_train)
    acc = tree.score(X_test, y_test)
    if acc > best:
        best, best_depth = acc, depth
print(DecisionTreeClassifier(max_depth=best_depth).fit(X_train, y_train).score(X_test, y_test))
`;
    expect(await fixedText(text, "HLD201")).toContain("from sklearn.cross_validation import train_test_split");
  });

  it("are asked by every loop that tries settings, whether its scores are followed or not", async () => {
    const text = `${parts}X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=4)
accs = []
for depth in [2, 4, 8]:
    tree = DecisionTreeClassifier(max_depth=depth).fit(X_train, y_train)
    accs.append(accuracy_score(y_test, tree.predict(X_test)))
best = list(np.argsort(accs))
rates = pd.Series(best).map(str)
shown = []
for i in range(2):
    tree = DecisionTreeClassifier(max_depth=2 + best[i]).fit(X_train, y_train)
    shown.append(unknown(y_test, tree.predict(X_test)))
print(rates, shown)
print(unknown(y_test, rates))
`;
    const fixed = await fixedText(text, "HLD201");
    expect(fixed.split("train_test_split(X_train")).toHaveLength(2);
    expect(fixed).not.toContain("fit(X_train");
  });

  it("go with the copies that were made for the loop alone", async () => {
    const text = `${parts}X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=4)
X_look = X_test.copy()
best = 0
for depth in [2, 4, 8]:
    tree = DecisionTreeClassifier(max_depth=depth)
    tree.fit(X_train, y_train)
    acc = accuracy_score(y_test, tree.predict(X_look))
    if acc > best:
        best, best_depth = acc, depth
final = DecisionTreeClassifier(max_depth=best_depth).fit(X_train, y_train)
print(final.score(X_test, y_test))
`;
    expect(await fixedText(text, "HLD201")).not.toContain("X_look");
  });
});

describe("parts to stop by", () => {
  const network = `${parts}X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=4)
from tensorflow import keras
model = keras.Sequential([keras.layers.Dense(1)])
model.compile(loss="mse")
`;

  it("are not cut from rows that the model was trained on before", async () => {
    const text = `${network}model.fit(X_train, y_train, epochs=3)
stop = keras.callbacks.EarlyStopping(patience=2)
model.fit(X_train, y_train, epochs=50, validation_data=(X_test, y_test), callbacks=[stop])
print(model.evaluate(X_test, y_test))
`;
    expect(await reasons(text, "HLD202")).toEqual(["`model` was trained on these rows before, and has seen those that would be cut off now."]);
  });

  it("change the label of the curve", async () => {
    const text = `${network}stop = keras.callbacks.EarlyStopping(patience=2)
history = model.fit(X_train, y_train, epochs=50, validation_data=(X_test, y_test), callbacks=[stop])
plt.plot(history.history["val_loss"], label="test loss")
plt.show()
print(model.evaluate(X_test, y_test))
`;
    expect(await fixedText(text, "HLD202")).toContain('plt.plot(history.history["val_loss"], label="validation loss")');
  });

  it("are cut above a loop over parameters", async () => {
    const text = `${parts}X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=4)
from xgboost import XGBClassifier
for weight in [1, 5]:
    model = XGBClassifier(scale_pos_weight=weight, early_stopping_rounds=5)
    model.fit(X_train, y_train, eval_set=[(X_test, y_test)])
    print(model.score(X_test, y_test))
`;
    expect(await fixedText(text, "HLD202")).toContain(
      "X_fit, X_valid, y_fit, y_valid = train_test_split(X_train, y_train, test_size=0.2, random_state=4, stratify=y_train)\nfor weight in",
    );
  });
});

describe("a transformer that was fitted again", () => {
  it("goes with its fit", async () => {
    const text = `${head}from sklearn.preprocessing import LabelEncoder
train, test = pd.read_csv("a_train.csv"), pd.read_csv("a_test.csv")
first = StandardScaler()
train[["a", "b"]] = first.fit_transform(train[["a", "b"]])
model = LogisticRegression().fit(train[["a", "b"]], train["y"])
second = StandardScaler()
test[["a", "b"]] = second.fit_transform(test[["a", "b"]])
print(model.score(test[["a", "b"]], test["y"]))
`;
    const fixed = await fixedText(text, "HLD111");
    expect(fixed).toContain("first.transform(test");
    expect(fixed).not.toContain("second");
  });
});
