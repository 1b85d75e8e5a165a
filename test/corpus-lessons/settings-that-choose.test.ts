/** HLD201, HLD203 and HLD205: sweeps that are only shown, blends of out-of-fold predictions, validation parts, and what is a second model. */
import { describe, expect, it } from "vitest";
import { check } from "../helpers/check.js";

const said = async (text: string, code: string): Promise<string[]> => (await check([text])).findings.filter((f) => f.code === code).map((f) => f.severity);
const imports = `import numpy as np
import optuna
import pandas as pd
from scipy.optimize import minimize
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.metrics import accuracy_score, confusion_matrix, f1_score, mean_squared_error, precision_score, recall_score
from sklearn.model_selection import GridSearchCV, KFold, cross_val_predict, cross_val_score, train_test_split
from sklearn.tree import DecisionTreeClassifier
df = pd.read_csv("wells.csv")
X, y = df.drop(columns="dry"), df["dry"]
`;
const parts = `${imports}X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
`;

describe("a sweep of cuts", () => {
  const sweep = (after: string): string => `${parts}chances = LogisticRegression().fit(X_train, y_train).predict_proba(X_test)[:, 1]
cuts = np.arange(0.1, 0.9, 0.05)
precisions, recalls = [], []
for cut in cuts:
    guess = (chances >= cut).astype(int)
    precisions.append(precision_score(y_test, guess))
    recalls.append(recall_score(y_test, guess))
${after}`;
  it("that nothing is picked from is a hint", async () => {
    expect(await said(sweep("print(precisions, recalls)\n"), "HLD201")).toEqual(["hint"]);
  });
  it("is one, however long the lines of the program are", async () => {
    const names = Array.from({ length: 700 }, (_, i) => `"k${i}": v${i}`).join(", ");
    const words = `print("${names.replace(/"/g, "")}")\n`.repeat(3);
    expect(await said(sweep(`print(precisions, recalls)\nif len(cuts) < 9: names = {${names}}\n${words}`), "HLD201")).toEqual(["hint"]);
  });
  it("is said where the best of it is picked", async () => {
    expect(await said(sweep("print(cuts[np.argmax(recalls)])\n"), "HLD201")).toEqual(["warning"]);
  });
});

describe("weights of a blend", () => {
  const blend = (first: string, second: string, labels: string): string => `${first}
def error(w):
    return mean_squared_error(${labels}, w[0] * one + w[1] * two)

found = minimize(error, [0.5, 0.5])
print(mean_squared_error(${labels}, found.x[0] * one + found.x[1] * two))
${second}`;
  const crossed = `${imports}one = cross_val_predict(Ridge(), X, y, cv=5)
two = cross_val_predict(RandomForestRegressor(), X, y, cv=5)`;
  const held = `${parts}one = Ridge().fit(X_train, y_train).predict(X_test)
two = RandomForestRegressor().fit(X_train, y_train).predict(X_test)`;
  it("found on out-of-fold predictions are chosen by cross-validation", async () => {
    expect(await said(blend(crossed, "", "y"), "HLD201")).toEqual([]);
    expect(await said(blend(crossed, "", "y"), "HLD204")).toEqual(["hint"]);
  });
  it("found on the test part are said", async () => {
    expect(await said(blend(held, "", "y_test"), "HLD201")).toContain("error");
  });
});

describe("rows that go by the name of a validation part", () => {
  const tried = (before: string, after: string): string => `${before}
def objective(trial):
    model = RandomForestClassifier(max_depth=trial.suggest_int("max_depth", 2, 20)).fit(X_train, y_train)
    return f1_score(y_valid, model.predict(X_valid))

study = optuna.create_study(direction="maximize")
study.optimize(objective, n_trials=30)
${after}`;
  const again = `model = RandomForestClassifier(**study.best_params).fit(X_train, y_train)
print(f1_score(y_valid, model.predict(X_valid)))
`;
  it("may choose where a test part stands beside them that something unknown is handed", async () => {
    const three = `${imports}from house import judge, X_test, y_test
X_train, X_valid, y_train, y_valid = train_test_split(X, y, random_state=0)
`;
    expect(await said(tried(three, `${again}judge(model, X_test, y_test)\n`), "HLD201")).toEqual(["hint"]);
  });
  it("are the only test where there is no other", async () => {
    const two = `${imports}X_train, X_valid, y_train, y_valid = train_test_split(X, y, random_state=0)\n`;
    expect(await said(tried(two, again), "HLD201")).toContain("error");
  });
  const helper = (name: string): string => `${imports}
def deepest(X_train, y_train, X_${name}, y_${name}):
    scores = {}
    for depth in range(2, 12):
        model = DecisionTreeClassifier(max_depth=depth).fit(X_train, y_train)
        scores[depth] = accuracy_score(y_${name}, model.predict(X_${name}))
    best = max(scores, key=scores.get)
    print(best, scores[best])
    return best
`;
  it("that nobody in the program hands to a helper may be judged by its caller's test part", async () => {
    expect(await said(helper("valid"), "HLD201")).toEqual(["hint"]);
    expect(await said(helper("test"), "HLD201")).toEqual(["warning"]);
  });
});

describe("a search", () => {
  it("that runs a second time is not what judges the first", async () => {
    const twice = (last: string): string => `${imports}search = GridSearchCV(DecisionTreeClassifier(), {"max_depth": [2, 4, 8]}, cv=5)
search.fit(X, y)
${last}`;
    expect(await said(twice("search.fit(X, y)\n"), "HLD201")).toEqual([]);
    expect(await said(twice("print(cross_val_score(search.best_estimator_, X, y, cv=5).mean())\n"), "HLD201")).toEqual(["error"]);
  });
});

describe("a second model", () => {
  const two = (first: string, second: string): string => `${parts}one = LogisticRegression().fit(X_train, y_train).predict(X_test)
print(${first}(y_test, one))
two = DecisionTreeClassifier().fit(X_train, y_train).predict(X_test)
print(${second}(y_test, two))
`;
  it("that is told by another metric is no rival", async () => {
    expect(await said(two("accuracy_score", "confusion_matrix"), "HLD203")).toEqual(["hint"]);
    expect(await said(two("accuracy_score", "accuracy_score"), "HLD203")).toEqual(["information"]);
  });
  it("on rows that each round of a loop splits anew is none", async () => {
    const rounds = (seed: string): string => `${imports}for seed in range(40):
    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=${seed})
    print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
    print(DecisionTreeClassifier().fit(X_train, y_train).score(X_test, y_test))
`;
    expect(await said(rounds("seed"), "HLD203")).toEqual([]);
    expect(await said(rounds("0"), "HLD203")).toEqual(["information"]);
  });
});

describe("a score on the training rows", () => {
  it("is not said of what a helper is handed as a validation part", async () => {
    const merged = (name: string): string => `${imports}seen = X.merge(pd.read_csv("first.csv"), on="id")
${name} = X.merge(pd.read_csv("second.csv"), on="id")

def judge(table, model):
    print(mean_squared_error(table["depth"], model.predict(table[["age", "salt"]])))

judge(${name}, Ridge().fit(seen[["age", "salt"]], seen["depth"]))
`;
    expect(await said(merged("valTable"), "HLD205")).toEqual([]);
    expect(await said(merged("same"), "HLD205")).toEqual(["warning"]);
  });
});
