/** HLD201–HLD305: what never runs, what nobody sees, whose model others judge, and regressors that predict classes. */
import { describe, expect, it } from "vitest";
import { check } from "../helpers/check.js";

const codes = async (text: string): Promise<string[]> => (await check([text])).findings.map((f) => f.code).filter((c) => /HLD(20[1-5]|305)/.test(c));
const imports = `import sys
import pandas as pd
from lightgbm import LGBMRegressor
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score
from sklearn.model_selection import GridSearchCV, cross_val_score, train_test_split
from sklearn.svm import SVC
from xgboost import XGBRegressor
df = pd.read_csv("kilns.csv")
X, y = df.drop(columns="cracked"), df["cracked"]
`;
const parts = `${imports}a, b, c, d = train_test_split(X, y, random_state=0)
`;

describe("what stands behind the end of a program", () => {
  const tried = (end: string): string => `${imports}def main():
    search = GridSearchCV(SVC(), {"C": [1, 10]}, cv=5)
    search.fit(X, y)
    ${end}
    a, b, c, d = train_test_split(X, y, random_state=0)
    print(SVC(**search.best_params_).fit(a, c).score(b, d))
main()
`;
  it("does not run", async () => {
    expect(await codes(tried("print(search.best_params_)"))).toContain("HLD201");
    for (const end of ["sys.exit()", "quit()", "exit(0)"]) expect(await codes(tried(end))).toEqual([]);
  });
  it("runs where the end stands under a condition that nobody can tell", async () => {
    expect(await codes(tried("if len(sys.argv) > 3: sys.exit()"))).toContain("HLD201");
  });
});

describe("the best score of a search", () => {
  const search = (from: string): string => `    search = GridSearchCV(SVC(), {"C": [1, 10]}, cv=5)
    search.fit(${from})
    print("cross-validated", search.best_score_)
    return search.best_estimator_
`;
  it("in a function that the program does not call says nothing of what the caller does", async () => {
    expect(await codes(`${imports}def tuned(rows, labels):\n${search("rows, labels")}`)).toEqual([]);
    expect(await codes(`${imports}def tuned(rows, labels):\n${search("rows, labels")}tuned(X, y)\n`)).toEqual(["HLD204"]);
  });
  it("ranks candidates where rows were set aside for the winner", async () => {
    const ranked = (rows: string): string => `${imports}table = []
for name, model in {"svm": SVC(), "forest": RandomForestClassifier(random_state=0)}.items():
    search = GridSearchCV(model, {}, cv=5).fit(${rows})
    table.append({"name": name, "score": search.best_score_, "model": search.best_estimator_})
table = pd.DataFrame(table).sort_values("score", ascending=False).reset_index(drop=True)
winner = table.loc[0, "model"]
`;
    expect(await codes(ranked("X, y"))).toEqual(["HLD204"]);
    expect(await codes(`${ranked("X[:600], y[:600]")}print(winner.score(X[600:], y[600:]))\n`)).toEqual([]);
  });
});

describe("scores on the test part that are stored and never read", () => {
  const stored = (last: string): string => `${parts}def right(truth, guess):
    return accuracy_score(truth, guess) * 100
svm = SVC().fit(a, c)
one = right(d, svm.predict(b))
forest = RandomForestClassifier(random_state=0).fit(a, c)
two = right(d, forest.predict(b))
print(cross_val_score(svm, a, c).mean(), cross_val_score(forest, a, c).mean())
${last}`;
  it("compare nothing where the models are cross-validated", async () => {
    expect(await codes(stored(""))).toEqual([]);
    expect(await codes(stored("print(one, two)\n"))).toEqual(["HLD203"]);
  });
});

describe("rows that a comprehension keeps", () => {
  const cut = (scored: string): string => `${imports}from sklearn.datasets import load_wine
wine = load_wine()
rows = [wine.data[i] for i, kind in enumerate(wine.target) if kind != 0]
kinds = [kind for kind in wine.target if kind != 0]
few = len(rows) - len(rows) // 10
model = SVC().fit(rows[:few], kinds[:few])
print(model.score(${scored}))
`;
  it("are cut by position like any others", async () => {
    expect(await codes(cut("rows[few:], kinds[few:]"))).toEqual([]);
    expect(await codes(cut("rows[:few], kinds[:few]"))).toEqual(["HLD205"]);
  });
});

describe("a regressor whose objective makes classes", () => {
  const scored = (model: string): string => `${parts}model = ${model}.fit(a, c)
print(accuracy_score(d, model.predict(b)))
`;
  it("may be scored by a metric for classes", async () => {
    expect(await codes(scored(`XGBRegressor(objective="multi:softmax", num_class=3)`))).toEqual([]);
    expect(await codes(scored(`XGBRegressor(**{"objective": "binary:hinge"})`))).toEqual([]);
    expect(await codes(`${imports}how = input()\n${scored("LGBMRegressor(objective=how)").slice(imports.length)}`)).toEqual([]);
  });
  it("amounts may not", async () => {
    expect(await codes(scored("XGBRegressor()"))).toEqual(["HLD305"]);
    expect(await codes(scored(`XGBRegressor(objective="reg:squarederror")`))).toEqual(["HLD305"]);
  });
});
