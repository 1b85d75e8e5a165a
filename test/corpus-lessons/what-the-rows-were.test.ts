/** Which rows a finding is about: added behind, picked by a model, walked through in batches, named by a cell that ran elsewhere. */
import { describe, expect, it } from "vitest";
import type { FileSource } from "../../server/src/program/program.js";
import { cellsOf, check, places } from "../helpers/check.js";

const found = async (text: string, code: RegExp): Promise<string[]> => {
  const cells = cellsOf(text);
  return places((await check(cells)).findings, cells).filter((p) => code.test(p));
};
const messages = async (text: string): Promise<string[]> => (await check([text])).findings.filter((f) => /^HLD10/.test(f.code)).map((f) => f.message);

const head = `import numpy as np
import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_selection import SelectKBest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score
from sklearn.model_selection import KFold, cross_val_score, train_test_split
df = pd.read_csv("wells.csv")
X, y = df.drop(columns="dry").values, df["dry"].values
`;

describe("rows that were made behind the old ones", () => {
  const loop = (over: string): string => `${head}X_more, y_more = SMOTE(random_state=1).fit_resample(X, y)
for tr, te in KFold(4, shuffle=True, random_state=1).split(${over}):
    m = RandomForestClassifier().fit(X_more[tr], y_more[tr])
    print(f1_score(y_more[te], m.predict(X_more[te])))
`;
  it("are in no fold that was counted without them", async () => {
    expect(await found(loop("X"), /HLD105/)).toEqual([]);
  });
  it("are in the folds that were counted over them", async () => {
    expect(await found(loop("X_more"), /HLD105/)).toEqual(["HLD105 cell1:11"]);
  });
});

describe("folds and test parts", () => {
  const parts = `${head}X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)\n`;
  it("are told apart where rows were added", async () => {
    const text = `${parts}X_more, y_more = SMOTE().fit_resample(X_train, y_train)
print(cross_val_score(LogisticRegression(), X_more, y_more).mean())
print(LogisticRegression().fit(X_more, y_more).score(X_test, y_test))
`;
    expect(await messages(text)).toEqual(["`SMOTE` copies rows of `X_train` before they are cut into folds"]);
    expect(
      await messages(`${head}X, y = SMOTE().fit_resample(X, y)
print(cross_val_score(LogisticRegression(), X, y).mean())
a, b, c, d = train_test_split(X, y, random_state=1)
print(LogisticRegression().fit(a, c).score(b, d))
`),
    ).toEqual(["`SMOTE` copies rows of `X` before they are split"]);
  });
  it("are told apart where columns were selected", async () => {
    const text = `${parts}best = SelectKBest(k=5).fit(X_train, y_train)
print(cross_val_score(LogisticRegression(), best.transform(X_train), y_train).mean())
print(LogisticRegression().fit(best.transform(X_train), y_train).score(best.transform(X_test), y_test))
`;
    expect(await messages(text)).toEqual(["`SelectKBest` selects columns of `X_train` by looking at validation rows too"]);
  });
});

describe("rows that were picked by what a model predicted", () => {
  const labels = (pick: string): string => `${head}guess = RandomForestClassifier().fit(X, y)
df["risk"] = guess.predict_proba(X)[:, 1]
df["kind"] = df["dry"]
df.loc[(df["dry"] == 0) & (df["risk"] > 0.4), "kind"] = 2
${pick}
a, b, c, d = train_test_split(df[["depth", "age"]], df["kind"], random_state=1)
m = LogisticRegression().fit(a, c)
print(accuracy_score(d, m.predict(b)))
`;
  it("have no columns that it chose", async () => {
    expect(await found(labels('df = pd.concat([df[df["kind"] == 0].sample(500, random_state=1), df[df["kind"] == 2]])'), /HLD103/)).toEqual([]);
  });
  it("while its importances do choose them", async () => {
    const text = `${head}guess = RandomForestClassifier().fit(X, y)
best = df.columns[:-1][guess.feature_importances_ > 0.05]
a, b, c, d = train_test_split(df[best], y, random_state=1)
m = LogisticRegression().fit(a, c)
print(accuracy_score(d, m.predict(b)))
`;
    expect(await found(text, /HLD103/)).toEqual(["HLD103 cell1:11"]);
  });
});

describe("no overlap", () => {
  it("in the batches of a part that a helper walks through", async () => {
    const text = (name: string): string => `${head}X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)
m = RandomForestClassifier().fit(X_train, y_train)

def batches(rows, n):
    for k in range(0, len(rows), n):
        yield rows[k:min(k + n, len(rows))]

def curve(a, b):
    return [f1_score(${name}, m.predict(some)) for some, ${name} in zip(batches(a, 100), batches(b, 100))]

print(curve(X_train, y_train), curve(X_test, y_test))
`;
    expect(await found(text("labels"), /HLD106/)).toEqual([]);
  });
  it("of a baseline that looks at no feature", async () => {
    const text = (model: string): string => `${head}from sklearn.dummy import DummyClassifier
a, b, c, d = train_test_split(X, y, test_size=0.4, random_state=1)
a2, b2, c2, d2 = train_test_split(X, y, test_size=0.2, random_state=2)
m = ${model}.fit(a2, c2)
print(f1_score(d, m.predict(b)))
`;
    expect(await found(text("DummyClassifier()"), /HLD106/)).toEqual([]);
    expect(await found(text("RandomForestClassifier()"), /HLD106/)).toEqual(["HLD106 cell1:13"]);
  });
  it("in a cell that waits for a name of a cell further down, which binds the other names again", async () => {
    const text = (label: string): string => `${head}# %%
X_train, X_test, y_train, ${label} = train_test_split(X, y, random_state=1)
m = LogisticRegression().fit(X_train, y_train)
# %%
print(m.score(X_test, y_test))
# %%
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=2)
m2 = LogisticRegression().fit(X_train, y_train)
print(m2.score(X_test, y_test))
`;
    expect(await found(text("Y_test"), /HLD106/)).toEqual([]);
  });
  it("but where the cells stand in order", async () => {
    const text = `${head}# %%
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)
m = LogisticRegression().fit(X_train, y_train)
# %%
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=2)
print(m.score(X_test, y_test))
`;
    expect(await found(text, /HLD106/)).toEqual(["HLD106 cell3:1"]);
  });
});

describe("numbers by group of a column that goes by the name of the target", () => {
  const grouped = (column: string): string => `${head}X = pd.read_csv("wells.csv")
y = prepared(X)
table = pd.DataFrame({"town": X["town"], "${column}": y})
X["rate"] = X["town"].map(table.groupby("town")["${column}"].mean())
print(cross_val_score(LogisticRegression(), X[["rate", "depth"]], y).mean())
`;
  it("put the target into a feature, however it came there", async () => {
    expect([await found(grouped("target"), /HLD10/), await found(grouped("depth"), /HLD10/)]).toEqual([["HLD104 cell1:14"], ["HLD102 cell1:14"]]);
  });
});

describe("rows of one entity", () => {
  const text = (key: string): string => `${head}df["least"] = df.groupby("${key}")["amount"].transform("min")
df = df.drop_duplicates(subset=["${key}"])
a, b, c, d = train_test_split(df[["least", "depth"]], df["dry"], random_state=1)
m = LogisticRegression().fit(a, c)
print(f1_score(d, m.predict(b)))
`;
  it("tell of that entity alone, in whatever case its key is written", async () => {
    expect([await found(text("Well_ID"), /HLD101/), await found(text("Region"), /HLD101/)]).toEqual([[], ["HLD101 cell1:11"]]);
  });
});

describe("what a helper of another file works out", () => {
  const helper = `import pandas as pd

def clean():
    table = pd.read_csv("wells.csv")
    table["depth"] = table["depth"].fillna(table["depth"].median())
    print(table.describe())
    return table
`;
  const files: FileSource = { resolve: (_, module) => (module === "cleaning" ? { path: "/test/cleaning.py", text: helper } : null) };
  it("is told apart from what it only prints", async () => {
    const text = `${head}from cleaning import clean
table = clean()
a, b, c, d = train_test_split(table[["depth", "age"]], table["dry"], random_state=1)
m = LogisticRegression().fit(a, c)
print(f1_score(d, m.predict(b)))
`;
    const said = (await check([text], { files })).findings.filter((f) => f.code === "HLD101").map((f) => f.message);
    expect(said).toEqual(["`median` is computed over test rows too"]);
  });
});
