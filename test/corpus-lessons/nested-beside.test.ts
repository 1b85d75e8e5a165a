/** Searches whose choice is scored once more: beside folds that search anew, and in functions that nobody in the program hands their rows. */
import { describe, expect, it } from "vitest";
import { check } from "../helpers/check.js";

const heads = `import optuna
import pandas as pd
from sklearn.metrics import brier_score_loss, roc_auc_score
from sklearn.model_selection import GridSearchCV, KFold, cross_val_predict, cross_val_score
from sklearn.tree import DecisionTreeClassifier
`;
const said = async (text: string): Promise<string[]> =>
  (await check([heads + text])).findings.filter((f) => /^HLD20[14]$/.test(f.code)).map((f) => `${f.code} ${f.severity}`);

describe("what was chosen by all rows and is scored on them", () => {
  const read = `df = pd.read_csv("bees.csv")
X, y = df.drop(columns="swarms"), df["swarms"]
`;
  const folds = (chosen: string): string => `for train, test in KFold(5).split(X, y):
    fold = ${chosen}.fit(X.iloc[train], y.iloc[train])
    print(roc_auc_score(y.iloc[test], fold.predict_proba(X.iloc[test])[:, 1]))
`;
  const told = (model: string): string => `answers = cross_val_predict(${model}, X, y, method="predict_proba")[:, 1]
print(brier_score_loss(y, answers))
`;
  const search = 'GridSearchCV(DecisionTreeClassifier(), {"max_depth": [2, 4, 8]})';
  const searched = `search = ${search}.fit(X, y)\n`;
  const objective = `def tuned(X, y):
    def objective(trial):
        return cross_val_score(DecisionTreeClassifier(max_depth=trial.suggest_int("d", 1, 9)), X, y).mean()
    study = optuna.create_study(direction="maximize")
    study.optimize(objective, n_trials=20)
    return study.best_params
${read}`;

  it("is a hint beside folds that search anew, each in its own training rows", async () => {
    expect(await said(read + folds(search) + searched + told("search.best_estimator_"))).toEqual(["HLD201 hint"]);
    const anew = folds("DecisionTreeClassifier(**tuned(X.iloc[train], y.iloc[train]))");
    expect(await said(`${objective}${anew}best = tuned(X, y)\n${told("DecisionTreeClassifier(**best)")}`)).toEqual(["HLD204 hint"]);
  });

  it("is a fault beside folds that search nothing, or beside none", async () => {
    for (const beside of ["", folds("DecisionTreeClassifier(max_depth=3)")]) {
      expect(await said(read + beside + searched + told("search.best_estimator_"))).toEqual(["HLD201 error"]);
      expect(await said(`${objective}${beside}best = tuned(X, y)\n${told("DecisionTreeClassifier(**best)")}`)).toEqual(["HLD204 information"]);
    }
  });
});

it("a search in a function is judged by whoever hands it the rows", async () => {
  const program = (calls: string): string => `def train_tree(X_train, y_train):
    search = GridSearchCV(DecisionTreeClassifier(), {"max_depth": [2, 4, 8]})
    search.fit(X_train, y_train)
    print(cross_val_score(search.best_estimator_, X_train, y_train).mean())
    return search.best_estimator_
${calls}
`;
  expect(await said(program(""))).toEqual([]);
  expect(await said(program('df = pd.read_csv("bees.csv")\ntrain_tree(df.drop(columns="swarms"), df["swarms"])'))).toEqual(["HLD201 error"]);
});
