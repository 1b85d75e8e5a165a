/** Tables that are read anew, parts that are put together again, models that are only called alike, and rounds that keep the best fold. */
import { describe, expect, it } from "vitest";
import { check, places } from "../helpers/check.js";

const found = async (text: string): Promise<string[]> => places((await check([text])).findings, [text]);
const codes = async (text: string): Promise<string[]> => (await found(text)).map((p) => p.slice(0, 6));
const weights = async (text: string, code: string): Promise<string[]> => (await check([text])).findings.filter((f) => f.code === code).map((f) => f.severity);

const head = `import numpy as np
import optuna
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import KFold, cross_val_score, train_test_split
from sklearn.tree import DecisionTreeClassifier
`;

describe("a gap that is filled in another way in the rows to predict", () => {
  const text = (again: string): string => `${head}train, new = pd.read_csv("train.csv"), pd.read_csv("new.csv")
train["port"].fillna("none", inplace=True)
new["port"].fillna("south", inplace=True)
${again}model = DecisionTreeClassifier().fit(train[["age", "port"]], train["alive"])
print(model.predict(new[["age", "port"]]))
`;
  it("is said of the table that is predicted", async () => {
    expect(await codes(text(""))).toEqual(["HLD601"]);
  });
  it("is gone where both are read anew", async () => {
    expect(await codes(text('train, new = pd.read_csv("train.csv"), pd.read_csv("new.csv")\n'))).toEqual([]);
  });
});

describe("a cell that uses a name of a later cell", () => {
  const cell = (model: string): string => `X, y = visits[["age", "stay"]].values, visits["again"].values
a, b, c, d = train_test_split(X, y, test_size=0.3, random_state=1)
model = ${model}.fit(a, c)
print(model.score(b, d))
`;
  const cells = [head, cell("DecisionTreeClassifier()"), `visits = pd.read_csv("visits.csv")\n${cell("RandomForestClassifier()")}`];
  it("is run behind it, and its model is the first that a reader meets all the same", async () => {
    expect(places((await check(cells)).findings, cells)).toEqual(["HLD403 cell2:1", "HLD203 cell3:5"]);
  });
});

describe("labels of another part", () => {
  const split = (names: string): string => `${head}X, y = np.load("x.npy"), np.load("y.npy")
${names} = train_test_split(X, y, test_size=0.7, random_state=4)
`;
  it("are not those that a model gives to rows put behind the labelled ones", async () => {
    const text = `${split("X_lab, X_rest, y_lab, _")}model = RandomForestClassifier().fit(X_lab, y_lab)
sure = np.where(model.predict_proba(X_rest).max(axis=1) > 0.9)[0]
X_lab = np.vstack([X_lab, X_rest[sure]])
y_lab = np.hstack([y_lab, model.predict(X_rest[sure])])
model.fit(X_lab, y_lab)
`;
    expect(await codes(text)).not.toContain("HLD113");
  });
  it("are those of parts that are unpacked in another order", async () => {
    const text = `${split("X_train, X_test, y_test, y_train")}model = RandomForestClassifier().fit(X_train, y_train)
print(model.score(X_test, y_test))
`;
    expect(await codes(text)).toContain("HLD113");
  });
});

describe("cross-validation on the test part", () => {
  const text = (model: string): string => `${head}df = pd.read_csv("flats.csv")
a, b, c, d = train_test_split(df[["rooms", "floor"]], df["rent"], random_state=0)
ridge = Ridge().fit(a, c)
print(cross_val_score(${model}, b, d, cv=5).mean())
`;
  it("is taken for the score of the model that was trained where it is given that model", async () => {
    expect(await weights(text("ridge"), "HLD305")).toEqual(["warning"]);
  });
  it("is a hint where another model of the same class is cross-validated", async () => {
    expect(await weights(text("Ridge(alpha=3)"), "HLD305")).toEqual(["hint"]);
    const both = text("other").replace("print(", "other = Ridge(alpha=3)\nprint(cross_val_score(other, a, c, cv=5).mean(), ");
    // One stands for training and the other for test.
    expect(await weights(both, "HLD305")).toEqual(["warning"]);
  });
});

describe("the score of what an objective chose, on the folds that chose it", () => {
  const text = (after: string): string => `${head}X, y = np.load("x.npy"), np.load("y.npy")
def objective(trial):
    return cross_val_score(Ridge(alpha=trial.suggest_float("alpha", 0.01, 10)), X, y, cv=5, scoring="neg_mean_squared_error").mean()
study = optuna.create_study(direction="maximize")
study.optimize(objective, n_trials=30)
least = np.inf
for learn, judge in KFold(5).split(X):
    model = Ridge(**study.best_params).fit(X[learn], y[learn])
    loss = mean_squared_error(y[judge], model.predict(X[judge]))
${after}`;
  it("is quoted where it is printed", async () => {
    expect(await weights(text("    print(loss)\n"), "HLD204")).toEqual(["information"]);
  });
  it("is a hint where it only tells which round's model is kept", async () => {
    expect(await weights(text("    if loss < least:\n        least, kept = loss, model\n"), "HLD204")).toEqual(["hint"]);
  });
});
