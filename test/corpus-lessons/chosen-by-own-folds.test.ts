/** HLD201 and HLD204: an objective of the program's own that chooses by cross-validation, and what its choice is judged by. */
import { describe, expect, it } from "vitest";
import { check } from "../helpers/check.js";

const head = `import numpy as np
import optuna
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score
from sklearn.model_selection import KFold, cross_val_score, train_test_split
df = pd.read_csv("wells.csv")
X, y = df.drop(columns="dry"), df["dry"]
`;
const study = (name: string): string => `study = optuna.create_study(direction="maximize")
study.optimize(${name}, n_trials=20)
`;
const forest = (depth: string): string => `RandomForestClassifier(max_depth=${depth}, random_state=0)`;
const tried = forest('trial.suggest_int("max_depth", 2, 9)');
const best = forest('study.best_params["max_depth"]');
const whole = `${head}def objective(trial):
    return cross_val_score(${tried}, X, y, cv=5).mean()
${study("objective")}`;

/** Findings of the two rules: code, severity and the line they stand on. */
async function said(text: string): Promise<string[]> {
  const { findings } = await check([text]);
  return findings.filter((f) => /HLD20[14]/.test(f.code)).map((f) => `${f.code} ${f.severity} ${text.slice(0, f.at.start).split("\n").at(-1)?.trim()}`);
}

describe("an objective that cross-validates all rows", () => {
  it("has chosen by the score that is quoted of its choice", async () => {
    expect(await said(`${whole}print(cross_val_score(${best}, X, y, cv=5).mean())\n`)).toEqual(["HLD204 information print("]);
  });
  it("has chosen by rows of a test part that is cut from them", async () => {
    const test = "a, b, c, d = train_test_split(X, y, random_state=0)\n";
    expect(await said(`${whole}${test}print(${best}.fit(a, c).score(b, d))\n`)).toEqual(["HLD201 error study."]);
  });
  it("has chosen by what is quoted where one helper scores both, at the second call", async () => {
    const helper = `${head}def scored(depth):
    return cross_val_score(${forest("depth")}, X, y, cv=5)
def objective(trial):
    return scored(trial.suggest_int("max_depth", 2, 9)).mean()
${study("objective")}again = scored(study.best_params["max_depth"])
print(again.mean())
`;
    expect(await said(helper)).toEqual(["HLD204 information again ="]);
  });
  it("says little of rows beside others that are sent to a judge", async () => {
    const sent = `new = pd.read_csv("new.csv")\nbest = ${best}.fit(X, y)\nnew["dry"] = best.predict(new)\n`;
    expect(await said(`${whole}print(cross_val_score(${best}, X, y, cv=5).mean())\n${sent}`)).toEqual(["HLD204 hint print("]);
  });
  it("has chosen by a training part where a test part judges", async () => {
    const parts = `${head}X_all, y_all = X, y
X, b, y, d = train_test_split(X_all, y_all, random_state=0)
def objective(trial):
    return cross_val_score(${tried}, X, y, cv=5).mean()
${study("objective")}print(cross_val_score(${best}, X, y, cv=5).mean())
print(${best}.fit(X, y).score(b, d))
`;
    expect(await said(parts)).toEqual([]);
  });
});

describe("folds that an objective cuts itself", () => {
  const loop = (model: string, folds: string): string => `    scores = []
    for ${folds}:
        model = ${model}.fit(X[tr], y[tr])
        scores.append(accuracy_score(y[te], model.predict(X[te])))
    return np.mean(scores)
`;
  it("by a splitter have chosen what they are quoted of", async () => {
    const folds = "tr, te in KFold(5).split(X)";
    const text = `${head}X, y = X.values, y.values
def objective(trial):
${loop(tried, folds)}
${study("objective")}def final():
${loop(best, folds)}
print(final())
`;
    expect(await said(text)).toEqual(["HLD204 information scores.append("]);
  });
  it("by the values of a column, too", async () => {
    const text = `${head}def trained(model, tr, te):
    model.fit(tr.drop(columns="dry"), tr["dry"])
    return accuracy_score(te["dry"], model.predict(te.drop(columns="dry")))
def objective(trial):
    scores = []
    for site in [1, 2, 3]:
        scores.append(trained(${tried}, df[df.site != site], df[df.site == site]))
    return np.mean(scores)
${study("objective")}for site in [1, 2, 3]:
    print(trained(${best}, df[df.site != site], df[df.site == site]))
`;
    expect(await said(text)).toEqual(["HLD204 information print("]);
  });
});
