/** What people who read offered fixes refused in the second review: held here by programs of our own. */
import { describe, expect, it } from "vitest";
import { fixedText, reasons, titles } from "./offers.js";

describe("what was refused", () => {
  it("a split that follows a seed is not drawn above that", async () => {
    const text = `import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
df = pd.read_csv("a.csv")
df["a"] = df["a"] / df["a"].max()
X, y = df[["a", "b"]], df["y"]
other = X * 2
print(other.head())
np.random.seed(3)
X_train, X_test, y_train, y_test = train_test_split(X, y)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test), other.mean())
`;
    expect(await reasons(text, "HLD101")).toEqual(["The split draws with a seed that is set above it: drawn earlier, its rows would be others."]);
  });

  it("what no round changes is cut once, above the loop", async () => {
    const text = `import matplotlib.pyplot as plt
import pandas as pd
from sklearn.linear_model import LinearRegression
df = pd.read_csv("a.csv")
X, y = df[["a", "b"]], df["y"]
fig, ax = plt.subplots(ncols=2)
for index, model in enumerate([LinearRegression(), LinearRegression(fit_intercept=False)]):
    model.fit(X, y)
    score = model.score(X, y)
    ax[index].set_title(score)
`;
    expect(await fixedText(text, "HLD205")).toContain(`X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
for index, model in enumerate([LinearRegression(), LinearRegression(fit_intercept=False)]):
    model.fit(X_train, y_train)
    score = model.score(X_test, y_test)
`);
  });

  it("no part to stop by is cut where one is there, and another one gives a score", async () => {
    const text = `import pandas as pd
from sklearn.model_selection import train_test_split
from xgboost import XGBClassifier
df = pd.read_csv("a.csv")
X, y = df[["a", "b"]], df["y"]
X_rest, X_test, y_rest, y_test = train_test_split(X, y, random_state=0)
X_train, X_val, y_train, y_val = train_test_split(X_rest, y_rest, random_state=0)
model = XGBClassifier(early_stopping_rounds=5)
model.fit(X_train, y_train, eval_set=[(X_val, y_val)])
print(model.score(X_val, y_val))
print(model.score(X_test, y_test))
`;
    expect(await titles(text, "HLD202")).toEqual([]);
  });
});

describe("parts to choose or to stop by", () => {
  const head = `import pandas as pd
from sklearn.model_selection import train_test_split
df = pd.read_csv("a.csv")
X, y = df[["a", "b"]], df["y"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
`;

  it("are not cut from rows that were made up from each other", async () => {
    const text = `${head}from imblearn.over_sampling import SMOTE
from xgboost import XGBClassifier
X_train, y_train = SMOTE().fit_resample(X_train, y_train)
model = XGBClassifier(early_stopping_rounds=5)
model.fit(X_train, y_train, eval_set=[(X_test, y_test)])
print(model.score(X_test, y_test))
`;
    const elsewhere = text.replace(
      "X_train, y_train = SMOTE().fit_resample(X_train, y_train)",
      "made = SMOTE().fit_resample(X_train, y_train)\nX_train, y_train = made",
    );
    expect(await reasons(elsewhere, "HLD202")).toEqual(["The training rows were resampled: a part of them would hold copies of the others."]);
  });

  it("are cut from each of several inputs", async () => {
    const text = `${head.replace("X, y =", 'A, X, y = df[["c"]],').replace("X_train, X_test, y", "A_train, A_test, X_train, X_test, y").replace("split(X", "split(A, X")}from tensorflow import keras
model = keras.models.load_model("m.keras")
stop = keras.callbacks.EarlyStopping()
model.fit([A_train, X_train], y_train, validation_data=([A_test, X_test], y_test), callbacks=[stop])
print(model.evaluate([A_test, X_test], y_test))
`;
    expect(await fixedText(text, "HLD202")).toContain(
      `A_fit, A_valid, X_fit, X_valid, y_fit, y_valid = train_test_split(A_train, X_train, y_train, test_size=0.2, random_state=0)
model.fit([A_fit, X_fit], y_fit, validation_data=([A_valid, X_valid], y_valid), callbacks=[stop])
`,
    );
  });

  it("have words of their own where the program has a validation part", async () => {
    const text = `${head.replaceAll("_test, ", "_valid, ").replaceAll("y_test =", "y_valid =")}from catboost import CatBoostClassifier, Pool
train_pool = Pool(X_train, y_train)
valid_pool = Pool(X_valid, y_valid)
model = CatBoostClassifier(iterations=100)
model.fit(train_pool, eval_set=valid_pool, use_best_model=True)
print(model.score(X_valid, y_valid))
`;
    expect(await fixedText(text, "HLD202")).toContain(`X_fit, X_stop, y_fit, y_stop = train_test_split(X_train, y_train, test_size=0.2, random_state=0)
train_pool = Pool(X_fit, y_fit)
stop_pool = Pool(X_stop, y_stop)
`);
  });
});

describe("an objective", () => {
  const head = `import numpy as np
import optuna
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import cross_val_score, train_test_split
df = pd.read_csv("a.csv")
X, y = df[["a", "b"]], df["y"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
`;
  const tail = `study = optuna.create_study()
study.optimize(objective, n_trials=9)
model = Ridge(**study.best_params).fit(X_train, y_train)
y_pred = model.predict(X_test)
print(mean_squared_error(y_test, y_pred))
`;

  it("may call its predictions what the module calls others", async () => {
    const text = `${head}def objective(trial):
    model = Ridge(alpha=trial.suggest_float("alpha", 0.1, 9))
    model.fit(X_train, y_train)
    y_pred = model.predict(X_test)
    return mean_squared_error(y_test, y_pred)
${tail}`;
    expect(await fixedText(text, "HLD201")).toContain(`    model.fit(X_fit, y_fit)
    y_pred = model.predict(X_valid)
    return mean_squared_error(y_valid, y_pred)
`);
  });

  it("goes on with the training part where it cross-validates on all rows", async () => {
    const text = `${head}def objective(trial):
    model = Ridge(alpha=trial.suggest_float("alpha", 0.1, 9))
    return cross_val_score(model, X, y, cv=3).mean()
${tail}`;
    expect(await fixedText(text, "HLD201")).toContain("return cross_val_score(model, X_train, y_train, cv=3).mean()");
  });

  it("is left alone where labels beside the inputs cannot be followed", async () => {
    const text = `${head}y_train = pd.read_csv("log.csv")
def objective(trial):
    model = Ridge(alpha=trial.suggest_float("alpha", 0.1, 9))
    model.fit(X_train, y_train)
    return mean_squared_error(y_test, model.predict(X_test))
${tail}`;
    expect(await titles(text, "HLD201")).toEqual([]);
  });
});

it("no part is held out that a further fix leaves unread", async () => {
  const text = `import pandas as pd
from sklearn.svm import LinearSVC
df = pd.read_csv("a.csv")
X, y = df[["a", "b"]], df["y"]
for C in [0.1, 1, 10]:
    model = LinearSVC(C=C)
    model.fit(X, y)
    print(C, model.score(X, y))
`;
  expect(await titles(text, "HLD205")).toEqual([]);
});
