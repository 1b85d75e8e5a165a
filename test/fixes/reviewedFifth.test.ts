/** What people who read offered fixes refused after the fourth review: held here by programs of our own. */
import { describe, expect, it } from "vitest";
import { fixedText, offered, reasons } from "./offers.js";

const head = `import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
df = pd.read_csv("plants.csv")
X, y = df[["leaf", "stem"]], df["kind"]
`;
const scored = "print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))\n";

describe("what a program learns twice", () => {
  it("is learned from the training rows both times", async () => {
    const text = `${head}X = np.asarray(X)
y = np.asarray(y)
X = StandardScaler().fit(X).transform(X)
X = StandardScaler().fit(X).transform(X)
print(X[:5])
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=4)
${scored}`;
    const fixed = await fixedText(text, "HLD101");
    expect(fixed).toContain(`train_rows, test_rows = train_test_split(np.arange(len(X)), random_state=4)
X = StandardScaler().fit(X[train_rows]).transform(X)
X = StandardScaler().fit(X[train_rows]).transform(X)
print`);
  });

  it("goes where the second fit forgets the first", async () => {
    const text = `${head}scaler = StandardScaler()
# %%
scaler.fit(X)
# %%
X = scaler.fit_transform(X)
# %%
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=4)
${scored}`;
    const fixed = await fixedText(text, "HLD101");
    expect(fixed).not.toContain("scaler.fit(X)");
    expect(fixed).toContain("X = scaler.fit(X.iloc[train_rows]).transform(X)\n");
    const asked = text.replace("scaler.fit(X)\n", "scaler.fit(X)\nprint(scaler.mean_)\n");
    expect(await fixedText(asked, "HLD101")).toContain("scaler.fit(X)\nprint(scaler.mean_)\n");
  });

  it("gets one name where one statement asks for it twice", async () => {
    const text = `${head}X = (X - np.min(X)) / (np.max(X) - np.min(X))
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=4)
${scored}`;
    const fixed = await fixedText(text, "HLD101");
    expect(fixed.match(/np\.min\(X_train\)/g)).toHaveLength(1);
    expect(fixed).toContain("X_test = (X_test - X_train_min) / (X_train_max - X_train_min)\n");
  });
});

describe("comments", () => {
  it("go below the split with what they speak of", async () => {
    const text = `${head}
# Normalization
X = (X - np.min(X)) / np.max(X)

# Split
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=4)
${scored}`;
    expect(await fixedText(text, "HLD101")).toContain(`
# Split
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=4)
# Normalization
X_train_min`);
  });

  it("stay with a cell that would be empty: what learns stays there too", async () => {
    const text = `${head}# %%
# Normalization
X = (X - np.min(X)) / np.max(X)
# %%
# Split
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=4)
${scored}`;
    expect(await fixedText(text, "HLD101")).toContain(`# %%
# Normalization
train_rows, test_rows = train_test_split(np.arange(len(X)), random_state=4)
X = (X - np.min(X.iloc[train_rows])) / np.max(X.iloc[train_rows])
# %%
# Split
`);
  });

  it("stay where they may speak of the cell, and above what stays", async () => {
    const text = `${head}# %%
# Preparation
X = StandardScaler().fit_transform(X)

print(df.shape)
# %%
# Split
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=4)
${scored}`;
    expect(await fixedText(text, "HLD101")).toContain("# %%\n# Preparation\n");
  });

  it("on how rows are drawn go where they are drawn now", async () => {
    const text = `${head}X = X.fillna(X.median())
X = X.drop_duplicates()
y = y[X.index]
# 80 of 100 rows train
# random_state keeps the rows the same in each run
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=4)  # 4 was tried first
${scored}`;
    const fixed = await fixedText(text, "HLD101");
    expect(fixed).toContain(`# random_state keeps the rows the same in each run
train_rows, test_rows = train_test_split(X.index, test_size=0.2, random_state=4)  # 4 was tried first
X = X.fillna(X.loc[train_rows].median())
`);
    expect(fixed).toContain(`y = y[X.index]
# 80 of 100 rows train
X_train, X_test, y_train, y_test = (
    X.loc[train_rows[train_rows.isin(X.index)]], X.loc[test_rows[test_rows.isin(X.index)]],
    y.loc[train_rows[train_rows.isin(y.index)]], y.loc[test_rows[test_rows.isin(y.index)]],
)
`);
  });

  it("between the arguments of the split are kept", async () => {
    const text = `${head}X["leaf"] = X["leaf"].fillna(X["leaf"].median())
print(X.head())
X_train, X_test, y_train, y_test = train_test_split(
    X, y,
    test_size=0.2,  # one row in five
    random_state=4,
)
${scored}`;
    expect(await fixedText(text, "HLD101")).toContain(`train_rows, test_rows = train_test_split(
    np.arange(len(X)),
    test_size=0.2,  # one row in five
    random_state=4,
)
X["leaf"] =`);
  });
});

describe("rows that are held out already", () => {
  const text = `${head}X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=4)
scaler = StandardScaler()
X_train = scaler.fit_transform(X_train)
X_test = scaler.transform(X_test)
model = SVC()
model.fit(X_train, y_train)
print(model.score(X_train, y_train))
`;
  const both = `${text}print("Test score:", model.score(X_test, y_test))\n`;

  it("give the score, prepared as they are", async () => {
    expect(await fixedText(text, "HLD205")).toBe(both);
  });

  it("give it where they were prepared by a fit of their own, too", async () => {
    const again = text.replace("X_test = scaler.transform(X_test)", "X_test = scaler.fit_transform(X_test)");
    expect(await fixedText(again, "HLD205")).toBe(both);
  });
});

describe("a function that is handed the test rows", () => {
  it("does not keep parameters that it would read no more", async () => {
    const text = `${head}X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=4)

def score(k, x_train, y_train, x_test, y_test):
    near = KNeighborsClassifier(n_neighbors=k)
    near.fit(x_train, y_train)
    return near.score(x_test, y_test)

def curve(x_train, y_train, x_test, y_test):
    scores = []
    for k in range(1, 20):
        scores.append(score(k, x_train, y_train, x_test, y_test))
    return scores

scores = curve(X_train, y_train, X_test, y_test)
best = max(range(len(scores)), key=lambda i: scores[i]) + 1
print(best, score(best, X_train, y_train, X_test, y_test))
`;
    // Its call hands it the validation part.
    expect(await fixedText(text, "HLD201")).toBe(
      text.replace(
        "scores = curve(X_train, y_train, X_test, y_test)\n",
        `X_fit, X_valid, y_fit, y_valid = train_test_split(X_train, y_train, test_size=0.2, random_state=4)
scores = curve(X_fit, y_fit, X_valid, y_valid)
`,
      ),
    );
    const further = text.replace("    return scores\n", "    print(len(x_train))\n    return scores\n");
    expect(await reasons(further, "HLD201")).toContain("The function around would be handed `x_test`, which it would read no more.");
  });
});

describe("names of a further part", () => {
  it("are not nearly those of another", async () => {
    const text = `${head}X_train, X_val, y_train, y_val = train_test_split(X, y, random_state=4)
best, best_k = 0, 1
for k in range(1, 20):
    near = KNeighborsClassifier(n_neighbors=k).fit(X_train, y_train)
    score = near.score(X_val, y_val)
    if score > best:
        best, best_k = score, k
print(KNeighborsClassifier(n_neighbors=best_k).fit(X_train, y_train).score(X_val, y_val))
`;
    expect(await fixedText(text, "HLD201")).toContain("X_fit, X_tune, y_fit, y_tune = train_test_split(X_train, y_train, test_size=0.2, random_state=4)\n");
  });
});

describe("labels that are put on a scale too", () => {
  it("are learned from the training rows with the inputs", async () => {
    const text = `${head}scaler, label_scaler = StandardScaler(), StandardScaler()
X = scaler.fit_transform(X)
y = np.array(y)
y = label_scaler.fit_transform(y.reshape(-1, 1))
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=4)
${scored}`;
    const fixed = await fixedText(text, "HLD101");
    expect(fixed).toContain("X = scaler.fit(X.iloc[train_rows]).transform(X)\n");
    expect(fixed).toContain("y = label_scaler.fit(y.reshape(-1, 1)[train_rows]).transform(y.reshape(-1, 1))\n");
  });
});

describe("rows that cannot be told by their labels or by a slice", () => {
  it("were resampled on the way", async () => {
    const text = `${head}from imblearn.over_sampling import SMOTE
df["leaf"] = StandardScaler().fit_transform(df[["leaf"]])
more, kinds = SMOTE().fit_resample(df[["leaf", "stem"]], df["kind"])
X_train, X_test, y_train, y_test = train_test_split(more, kinds, random_state=4)
${scored}`;
    expect(await reasons(text, "HLD101")).toContain("Rows are resampled between the learning and the split, and are numbered anew.");
  });

  it("are those of one round of a loop", async () => {
    const text = `${head}from tensorflow import keras
for i in range(2):
    print(i)
scaled = pd.DataFrame(StandardScaler().fit_transform(X.values), index=X.index, columns=X.columns)
windows = []
for i in range(len(scaled) - 5):
    windows.append(scaled.iloc[i:i + 5].values)
windows = np.array(windows)
model = keras.Sequential([keras.layers.LSTM(4), keras.layers.Dense(1)])
model.compile(loss="mse")
model.fit(windows, y[5:], validation_split=0.2, epochs=3)
print(model.evaluate(windows, y[5:]))
`;
    for (const code of ["HLD101", "HLD102"])
      for (const { offer } of await offered(text, code)) expect(JSON.stringify(offer.fix ?? "")).not.toContain("[i:i + 5]");
  });

  it("are those of an array in front of the others", async () => {
    const text = `${head}scaled = StandardScaler().fit_transform(X.values)
train = X.iloc[:80]
X_train, X_test = scaled[:80], scaled[80:]
print(len(train), LogisticRegression().fit(X_train, y[:80]).score(X_test, y[80:]))
`;
    for (const { offer } of await offered(text, "HLD101")) expect(JSON.stringify(offer.fix ?? "")).not.toContain("values.iloc");
  });
});

describe("a transformer that was made anew for each part", () => {
  it("serves all of them", async () => {
    const text = `${head}X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=4)
X_train, X_val, y_train, y_val = train_test_split(X_train, y_train, random_state=4)
X_train["leaf"] = StandardScaler().fit_transform(X_train["leaf"].values.reshape(-1, 1))
X_test["leaf"] = StandardScaler().fit_transform(X_test["leaf"].values.reshape(-1, 1))
X_val["leaf"] = StandardScaler().fit_transform(X_val["leaf"].values.reshape(-1, 1))
${scored}`;
    const fixed = await fixedText(text, "HLD111");
    expect(fixed).toContain('X_test["leaf"] = standard_scaler.transform(X_test["leaf"].values.reshape(-1, 1))\n');
    expect(fixed).toContain('X_val["leaf"] = standard_scaler.transform(X_val["leaf"].values.reshape(-1, 1))\n');
  });
});

describe("folds of groups", () => {
  it("are cut within by groups for the table of a booster too", async () => {
    const text = `import lightgbm as lgb
import numpy as np
from sklearn.metrics import f1_score
from sklearn.model_selection import GroupKFold

def train(X, y, plants):
    scores = []
    for fold, (train_rows, test_rows) in enumerate(GroupKFold(5).split(X, y, groups=plants)):
        X_train, X_test = X[train_rows], X[test_rows]
        y_train, y_test = y[train_rows], y[test_rows]
        table = lgb.Dataset(X_train, label=y_train)
        held = lgb.Dataset(X_test, label=y_test)
        model = lgb.train({"objective": "binary"}, table, valid_sets=[held], callbacks=[lgb.early_stopping(stopping_rounds=50)])
        scores.append(f1_score(y_test, model.predict(X_test) > 0.5))
    return scores

leaves = [np.load("a.npy"), np.load("b.npy")]
X = np.vstack([l[:, :-1] for l in leaves]).astype(np.float32)
y = np.concatenate([l[:, -1] for l in leaves])
plants = np.concatenate([np.full(len(l), i) for i, l in enumerate(leaves)])
print(np.mean(train(X, y, plants)))
`;
    expect(await fixedText(text, "HLD202")).toContain(`
        fit_rows, valid_rows = next(GroupShuffleSplit(n_splits=1, test_size=0.2, random_state=0).split(X_train, groups=plants[train_rows]))
        X_fit, X_valid = X_train[fit_rows], X_train[valid_rows]
        y_fit, y_valid = y_train[fit_rows], y_train[valid_rows]
`);
  });
});

describe("a search whose best settings are cross-validated on the same rows", () => {
  const text = `${head}from sklearn.model_selection import GridSearchCV, cross_validate
near = KNeighborsClassifier()
search = GridSearchCV(near, {"n_neighbors": range(2, 30)}, cv=5).fit(X, y)
best = near.set_params(**search.best_params_).fit(X, y)
results = cross_validate(best, X, y, cv=5, scoring=["accuracy", "f1"])
print(results["test_accuracy"].mean())
`;

  it("is cross-validated itself", async () => {
    expect(await fixedText(text, "HLD201")).toBe(text.replace("cross_validate(best,", "cross_validate(search,"));
    const anew = text.replace("near.set_params(**search.best_params_)", "KNeighborsClassifier(**search.best_params_)");
    expect(await fixedText(anew, "HLD201")).toContain("cross_validate(search, X, y");
  });

  it("is cross-validated in each cell that scores what it found", async () => {
    const cells = `${head}from sklearn.model_selection import GridSearchCV, cross_val_score
search = GridSearchCV(KNeighborsClassifier(), {"n_neighbors": range(2, 30)}, cv=5)
# %%
search.fit(X, y)
# %%
cross_val_score(search.best_estimator_, X, y, cv=5).mean()
# %%
cross_val_score(search.best_estimator_, X, y, cv=9).mean()
`;
    expect(await fixedText(cells, "HLD201")).toBe(cells.replaceAll("cross_val_score(search.best_estimator_,", "cross_val_score(search,"));
  });

  it("is left alone where another model is scored, or the search has no name any more", async () => {
    const other = text.replace("near.set_params(**search.best_params_)", 'KNeighborsClassifier(weights="distance", **search.best_params_)');
    expect(await reasons(other, "HLD201")).toContain("`best` is made in a way that cannot be followed from what the search found.");
    const gone = text.replace("results =", "search = None\nresults =");
    expect(await reasons(gone, "HLD201")).toContain("`search` is another thing where what it found is scored.");
  });
});
