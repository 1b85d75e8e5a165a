/** HLD201: parts that choose among several models, cuts of a fold that are told beside the usual one, and which choices are certain. */
import { describe, expect, it } from "vitest";
import { check } from "../helpers/check.js";

const head = `import numpy as np
import pandas as pd
from scipy.optimize import minimize
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import GridSearchCV, KFold, cross_val_score, train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.svm import SVC
df = pd.read_csv("plans.csv")
X, y = df.drop(columns="ultra").values, df["ultra"].values
a, rest, c, other = train_test_split(X, y, random_state=0)
`;
const said = async (text: string): Promise<string[]> =>
  (await check([text])).findings.filter((f) => f.code === "HLD201").map((f) => `${f.severity} ${f.confidence}`);

describe("a validation part that picks the best of each kind of model", () => {
  const best = (name: string, make: string): string => `top, ${name} = 0, None
for n in range(1, 20):
    model = ${make}.fit(a, c)
    result = model.score(b, d)
    if result > top:
        top, ${name} = result, model
print(accuracy_score(d, ${name}.predict(b)))
`;
  const parts = "b, last, d, truth = train_test_split(rest, other, random_state=1)\n";
  const both = best("forest", "RandomForestClassifier(max_depth=n)") + best("near", "KNeighborsClassifier(n_neighbors=n)");
  it("may choose where a test part judges the winner", async () => {
    expect(await said(`${head}${parts}${both}print(accuracy_score(truth, near.predict(last)))\n`)).toEqual([]);
  });
  it("is said where the test part judges a model that it never saw", async () => {
    const found = await said(`${head}${parts}${both}print(accuracy_score(truth, SVC().fit(a, c).predict(last)))\n`);
    expect(found).toContain("error likely");
  });
});

describe("a threshold that each fold finds for itself", () => {
  const fold = (usual: string): string => `${head}def limit(truth, chances):
    return minimize(lambda x: -accuracy_score(truth, chances >= x), x0=[0.5], method="Nelder-Mead").x[0]
for tr, te in KFold(5).split(X):
    chances = LogisticRegression().fit(X[tr], y[tr]).predict_proba(X[te])[:, 1]
    ${usual}
    print(accuracy_score(y[te], chances >= limit(y[te], chances)))
`;
  it("is a hint where the usual one is told as well", async () => {
    expect(await said(fold("print(accuracy_score(y[te], chances >= 0.5))"))).toEqual(["hint likely"]);
  });
  it("is said where it alone gives the number", async () => {
    expect(await said(fold("print(te)"))).toEqual(["error likely"]);
  });
});

describe("how sure a choice is", () => {
  it("certain of a loop over settings that is scored on rows which trained nothing", async () => {
    const loop = "for k in range(1, 20):\n    print(k, KNeighborsClassifier(n_neighbors=k).fit(a, c).score(rest, other))\n";
    expect(await said(head + loop)).toEqual(["warning certain"]);
  });
  it("likely of a search that is followed by folds of its rows", async () => {
    const search = 'found = GridSearchCV(SVC(), {"C": [1, 9]}).fit(X, y)\nprint(cross_val_score(SVC(**found.best_params_), X, y).mean())\n';
    expect(await said(head + search)).toEqual(["error likely"]);
  });
});
