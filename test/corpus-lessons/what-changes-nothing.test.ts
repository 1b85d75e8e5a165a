/** What never runs, changes nothing or decides nothing is no fault that a reader would mend. */
import { describe, expect, it } from "vitest";
import { cellsOf, check, places } from "../helpers/check.js";

const found = async (text: string): Promise<string[]> => {
  const cells = cellsOf(text);
  return places((await check(cells)).findings, cells);
};
const head = `import numpy as np
import pandas as pd
from lightgbm import LGBMClassifier, early_stopping
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, roc_auc_score
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
df = pd.read_csv("loans.csv")
X, y = df.drop(columns="bad"), df["bad"]
a, b, c, d = train_test_split(X, y, random_state=0)
`;

describe("a function of a notebook", () => {
  const evaluated = `${head}# %%
def scaled(X, y):
    Z = StandardScaler().fit_transform(X)
    e, f, g, h = train_test_split(Z, y, random_state=0)
    return f1_score(h, SVC().fit(e, g).predict(f))

def both(X, y):
    return scaled(X, y)
`;
  it("that nothing leads to gives no result", async () => expect(await found(evaluated)).toEqual([]));
  it("gives one when a cell leads to it", async () => {
    expect(await found(`${evaluated}# %%\nprint(both(X, y))\n`)).toEqual(["HLD101 cell2:2"]);
    expect(await found(`${evaluated}# %%\n%time both(X, y)\n`)).toEqual(["HLD101 cell2:2"]);
  });
  it("and so may one of a script, which others import", async () => {
    expect(await found(evaluated.replace("# %%\n", ""))).toEqual(["HLD101 cell1:13"]);
  });
});

describe("a function that is handed its parts", () => {
  const trained = (before: string): string => `${head.split("df = ")[0]}
def train(X, y, V, w):
${before}    model = LGBMClassifier()
    model.fit(X, y, eval_set=[(V, w)], callbacks=[early_stopping(20)])
    print(roc_auc_score(w, model.predict_proba(V)[:, 1]))
`;
  it("may be handed a validation part", async () => expect(await found(trained(""))).toEqual([]));
  it("knows what it cut off itself", async () => {
    expect(await found(trained("    X, V, y, w = train_test_split(X, y, random_state=0)\n"))).toEqual(["HLD202 cell1:13"]);
  });
});

describe("two models on one test part", () => {
  const scored = (first: string, second: string): string =>
    `${head}m = ${first}.fit(a, c)\nprint(m.score(b, d))\nn = ${second}.fit(a, c)\nprint(n.score(b, d))\n`;
  it("that are one kind with other settings", async () => {
    expect(await found(scored("SVC()", "SVC(C=10)"))).toEqual([]);
    expect(await found(scored("SVC()", 'GridSearchCV(SVC(), {"C": [1, 10]})'))).toEqual([]);
  });
  it("that are two kinds are compared", async () => expect(await found(scored("SVC()", "LogisticRegression()"))).toEqual(["HLD203 cell1:15"]));
  it("that see other features are compared", async () => {
    expect(
      await found(scored("SVC()", "SVC()").replace("n = SVC().fit(a, c)", 'n = SVC().fit(a[["age"]], c)').replace("n.score(b, d)", 'n.score(b[["age"]], d)')),
    ).toEqual(["HLD203 cell1:15"]);
  });
});
