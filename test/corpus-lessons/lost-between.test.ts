/** What reached models unseen: columns filled under a name nobody can list, days and numbers that cut a table, settings that were searched and written down. */
import { describe, expect, it } from "vitest";
import { check, places } from "../helpers/check.js";
import { reveal } from "../trace/reveal.js";

const found = async (text: string, code: RegExp): Promise<string[]> => places((await check([text])).findings, [text]).filter((p) => code.test(p));

describe("gaps filled in place, column by column", () => {
  const program = (value: string): string => `import numpy as np
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import cross_val_score
df = pd.read_csv("houses.csv")
def clean(frame):
    out = frame.copy()
    for name in out.select_dtypes(include=[np.number]).columns:
        if out[name].isnull().sum() > 0:
            out[name].fillna(${value}, inplace=True)
    return out
ready = clean(df)
print(cross_val_score(Ridge(), ready.drop(columns="price"), df["price"], cv=5).mean())
`;
  it("by their medians know all rows", async () => {
    expect(await found(program("out[name].median()"), /HLD102/)).toHaveLength(1);
  });
  it("by a constant know nothing", async () => {
    expect(await found(program("0"), /HLD/)).toEqual([]);
  });
});

describe("limits cut a table", () => {
  const head = 'import pandas as pd\ndf = pd.read_csv("sales.csv")\n';
  it("by days, by numbers, and between two of them", async () => {
    const t = await reveal(`${head}a = df[df["day"] < "2015-01-01"]
b = df[df["day"] > "2014-12-31"]
c = df[df["n"] <= 10]
d = df[df["n"] > 12]
e = df[(df["n"] > 10) & (df["n"] <= 12)]
print(a, b, c, d, e)
`);
    expect([t.relation("a", "b"), t.relation("c", "d"), t.relation("c", "e"), t.relation("e", "d")]).toEqual(["disjoint", "disjoint", "disjoint", "disjoint"]);
  });
  it("that meet or overlap prove nothing, nor do those of other values, nor those turned round", async () => {
    const t = await reveal(`${head}a = df[df["n"] <= 10]
b = df[df["n"] >= 10]
c = df[df["day"].dt.year >= 2015]
d = df[df["day"].dt.month <= 6]
e = df[~(df["n"] <= 10)]
f = df[df["n"] > 12]
print(a, b, c, d, e, f)
`);
    expect([t.relation("a", "b"), t.relation("c", "d"), t.relation("e", "f")]).toEqual(["unknown", "unknown", "unknown"]);
  });
});

describe("settings that were searched on all rows", () => {
  const head = `import pandas as pd
from hyperopt import fmin, hp, tpe
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import GridSearchCV, cross_val_score, train_test_split
df = pd.read_csv("loans.csv")
X, y = df.drop(columns="bad"), df["bad"]
`;
  const grid = 'gs = GridSearchCV(RandomForestClassifier(), {"max_depth": [2, 4, 8], "n_estimators": [50, 200]}, cv=5)\n';
  const objective = `def objective(params):
    model = RandomForestClassifier(max_depth=int(params["max_depth"]), n_estimators=int(params["n_estimators"]))
    return -cross_val_score(model, X, y, cv=5).mean()
best = fmin(fn=objective, space={"max_depth": hp.quniform("max_depth", 2, 9, 1), "n_estimators": hp.quniform("n_estimators", 50, 500, 50)}, algo=tpe.suggest, max_evals=20)
`;
  it("and cross-validated on the same rows once more", async () => {
    expect(await found(`${head}${grid}gs.fit(X, y)\nprint(cross_val_score(gs.best_estimator_, X, y, cv=5).mean())\n`, /HLD201/)).toHaveLength(1);
  });
  it("and written down by hand", async () => {
    const text = `${head}${objective}print(best)\nmodel = RandomForestClassifier(max_depth=6, n_estimators=350)\nprint(cross_val_score(model, X, y, cv=5).mean())\n`;
    expect(await found(text, /HLD201/)).toHaveLength(1);
  });
  it("and written down in a model that is scored on a part of them", async () => {
    const text = `${head}${grid}gs.fit(X, y)\nprint(gs.best_params_)\na, b, c, d = train_test_split(X, y, random_state=0)
model = RandomForestClassifier(max_depth=4, n_estimators=200).fit(a, c)\nprint(model.score(b, d))\n`;
    expect(await found(text, /HLD201/)).toHaveLength(1);
  });
  it("say less where only some of them are written down, and folds score the model", async () => {
    const severity = async (settings: string, scored: string): Promise<string[]> => {
      const written = `model = RandomForestClassifier(${settings})\n`;
      const { findings } = await check([`${head}${grid}gs.fit(X, y)\nprint(gs.best_params_)\n${written}${scored}`]);
      return findings.filter((f) => f.code === "HLD201").map((f) => f.severity);
    };
    const folds = "print(cross_val_score(model, X, y, cv=5).mean())\n";
    const part = "a, b, c, d = train_test_split(X, y, random_state=0)\nprint(model.fit(a, c).score(b, d))\n";
    expect(await severity("max_depth=4", folds)).toEqual(["hint"]);
    expect(await severity("max_depth=4, n_estimators=200", folds)).toEqual(["error"]);
    expect(await severity("max_depth=4", part)).toEqual(["error"]);
  });
  it("are searched anew in every fold by the search itself", async () => {
    expect(await found(`${head}${grid}gs.fit(X, y)\nprint(cross_val_score(gs, X, y, cv=5).mean())\n`, /HLD201/)).toEqual([]);
  });
  it("do not choose a model made before, of another class, or under other settings", async () => {
    const before = `${head}first = RandomForestClassifier(max_depth=4, n_estimators=200)\n${grid}gs.fit(X, y)\nprint(cross_val_score(first, X, y, cv=5).mean())\n`;
    const other = `${head}from sklearn.ensemble import ExtraTreesClassifier\n${grid}gs.fit(X, y)\nmodel = ExtraTreesClassifier(max_depth=4, n_estimators=200)\nprint(cross_val_score(model, X, y, cv=5).mean())\n`;
    const plain = `${head}${grid}gs.fit(X, y)\nmodel = RandomForestClassifier(min_samples_leaf=3)\nprint(cross_val_score(model, X, y, cv=5).mean())\n`;
    expect([...(await found(before, /HLD201/)), ...(await found(other, /HLD201/)), ...(await found(plain, /HLD201/))]).toEqual([]);
  });
  it("of the training part are validated by folds of it", async () => {
    const text = `${head}a, b, c, d = train_test_split(X, y, random_state=0)\n${grid}gs.fit(a, c)\nprint(cross_val_score(gs.best_estimator_, a, c, cv=5).mean())\n`;
    expect(await found(text, /HLD201/)).toEqual([]);
  });
});

describe("a helper that scores training rows", () => {
  it("of several models is one place", async () => {
    const text = `import pandas as pd
from sklearn.linear_model import QuantileRegressor
df = pd.read_csv("sales.csv")
X, y = df[["n"]], df["sold"]
def fitted(q):
    m = QuantileRegressor(quantile=q).fit(X, y)
    print(m.score(X, y))
    return m
low, high = fitted(0.1), fitted(0.9)
`;
    expect(await found(text, /HLD205/)).toHaveLength(1);
  });
});
