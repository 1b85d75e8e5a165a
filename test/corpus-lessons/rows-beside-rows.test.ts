/** Rows laid end to end with themselves are copies; what is left of a table is no part of it; the last fold is a hold-out. */
import { describe, expect, it } from "vitest";
import type { FileSource } from "../../server/src/program/program.js";
import { check, places } from "../helpers/check.js";

const found = async (text: string, codes: RegExp): Promise<string[]> => places((await check([text])).findings, [text]).filter((p) => codes.test(p));
const splitAndScore = (prepared: string): string => `import glob
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
df = pd.read_csv("claims.csv")
${prepared}
a, b, ya, yb = train_test_split(df[["age", "sum"]], df["fraud"], random_state=0)
print(LogisticRegression().fit(a, ya).score(b, yb))
`;

describe("rows beside themselves", () => {
  it.each([
    ["a table twice", "df = pd.concat([df, df])", "6"],
    ["rare rows in a list times a number", 'df = df.append([df[df["fraud"] == 1]] * 4)', "6"],
    ["picked rows beside what they were picked from", 'rare = df[df["fraud"] == 1]\ndf = pd.concat([df, rare])', "7"],
    ["a slice once more", 'rare = df[df["fraud"] == 1]\nrare = pd.concat([rare, rare[:100]])\ndf = pd.concat([rare, df[df["fraud"] == 0]])', "7"],
    [
      "doubled until there are enough",
      'rare = df[df["fraud"] == 1]\nwhile len(rare) < 9000:\n    rare = pd.concat([rare, rare])\ndf = pd.concat([rare, df[df["fraud"] == 0]])',
      "8",
    ],
  ])("%s: copies before the split", async (_name, prepared, row) => {
    expect(await found(splitAndScore(prepared), /HLD105/)).toEqual([`HLD105 cell1:${row}`]);
  });
  it.each([
    ["both sides of a condition", 'df = pd.concat([df[df["fraud"] == 1], df[df["fraud"] == 0]])'],
    ["files of a folder", 'df = pd.DataFrame()\nfor name in glob.glob("*.csv"):\n    part = pd.read_csv(name)\n    df = pd.concat([df, part])'],
    [
      "groups one by one",
      'out = pd.DataFrame()\nfor city in df["city"].unique():\n    part = df[df["city"] == city]\n    out = pd.concat([out, part])\ndf = out',
    ],
    ["two columns as one list of texts", 'texts = pd.concat([df["first"], df["second"]])\ndf["words"] = df["first"].map(len)'],
    ["side by side", "df = pd.concat([df, df], axis=1)"],
    ["what is called a test part", 'test = df[df["part"] == 1]\ndf = df.append(test)'],
  ])("%s: no copies", async (_name, prepared) => {
    expect(await found(splitAndScore(prepared), /HLD105/)).toEqual([]);
  });
  it("copies of training rows alone do no harm", async () => {
    const text = splitAndScore("").replace("print(", "a, ya = pd.concat([a, a]), pd.concat([ya, ya])\nprint(");
    expect(await found(text, /HLD105|HLD106/)).toEqual([]);
  });
});

describe("tables joined in another file", () => {
  const main = `from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from loading import load
df = load()
a, b, ya, yb = train_test_split(df[["age", "sum"]], df["fraud"], random_state=0)
print(LogisticRegression().fit(a, ya).score(b, yb))
`;
  const loading = (parts: string): FileSource => ({
    resolve: (_, module) =>
      module === "loading"
        ? {
            path: "/test/loading.py",
            text: `import pandas as pd
def load():
    paid, owed = pd.read_csv("paid.csv"), pd.read_csv("owed.csv")
    return pd.concat([${parts}])
`,
          }
        : null,
  });
  it("are copies where they are one table, and only there", async () => {
    const codes = async (parts: string): Promise<string[]> => (await check([main], { files: loading(parts) })).findings.map((f) => f.code);
    expect(await codes("paid, owed")).not.toContain("HLD105");
    expect(await codes("paid, paid")).toContain("HLD105");
  });
});

describe("rows that are not in a table", () => {
  const text = (rest: string): string => `import pandas as pd
from sklearn.linear_model import LogisticRegression
df = pd.read_csv("claims.csv")
part = df.sample(frac=0.8)
rest = ${rest}
m = LogisticRegression().fit(part[["age"]], part["fraud"])
print(m.score(rest[["age"]], rest["fraud"]))
`;
  it.each(["df[~df.isin(part)].dropna()", "df[~df.index.isin(part.index)]", "df.drop(part.index)"])("%s is what is left over", async (rest) => {
    expect(await found(text(rest), /HLD106/)).toEqual([]);
  });
  it("rows that are in it are the same rows", async () => {
    expect((await found(text("df[df.isin(part)].dropna()"), /HLD106|HLD205/)).length).toBe(1);
  });
});

describe("the last of several folds", () => {
  const models = (indent: string): string =>
    ["LogisticRegression()", "GaussianNB()", "DecisionTreeClassifier()"].map((m) => `${indent}print(${m}.fit(a, ya).score(b, yb))`).join("\n");
  const text = (scores: string): string => `import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedShuffleSplit
from sklearn.naive_bayes import GaussianNB
from sklearn.tree import DecisionTreeClassifier
X, y = np.load("leaves.npy"), np.load("species.npy")
for train, test in StratifiedShuffleSplit(n_splits=5, random_state=0).split(X, y):
    a, b, ya, yb = X[train], X[test], y[train], y[test]
${scores}
`;
  it("is a hold-out once the loop is over: models compared on it have no other judge", async () => {
    expect(await found(text(models("")), /HLD203/)).toEqual(["HLD203 cell1:10"]);
  });
  it("is a fold inside the loop", async () => {
    expect(await found(text(models("    ")), /HLD203/)).toEqual([]);
  });
});

describe("arrays of an archive", () => {
  const text = `import numpy as np
from scipy.io import loadmat
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import LeaveOneOut, train_test_split
d = loadmat("scans.mat")
one, two, three = d["scan_day1"], d["scan_day2"], d["scan_day3"]
X12, y12 = np.concatenate((one, two)), np.concatenate((np.zeros(len(one)), np.ones(len(two))))
X13, y13 = np.concatenate((one, three)), np.concatenate((np.zeros(len(one)), np.ones(len(three))))
a, b, ya, yb = train_test_split(X12, y12, random_state=0)
m = LogisticRegression().fit(a, ya)
print(m.score(b, yb))
c, e, yc, ye = train_test_split(X13, y13, random_state=0)
n = LogisticRegression(C=2).fit(c, yc)
print(n.score(e, ye))
`;
  it("that are numbered are other rows: models of them are not compared", async () => {
    expect(await found(text, /HLD203/)).toEqual([]);
  });
  it("a fit that takes rows of another loop over folds is at fault, not the folds", async () => {
    const loops = `${text}for i, j in LeaveOneOut().split(X12):
    p, q = X12[i], X12[j]
    m.fit(p, y12[i])
    print(m.predict(q) == y12[j])
scores = []
for i, j in LeaveOneOut().split(X13):
    r, s = X13[i], X13[j]
    m.fit(p, y13[i])
    scores.append(m.score(s, y13[j]))
print(np.mean(scores))
`;
    expect(await found(loops, /HLD106/)).toEqual(["HLD106 cell1:22"]);
  });
});

describe("rows that are put together from two choices", () => {
  const program = (end: string): string => `import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier
df = pd.read_csv("orders.csv")
late = df[df["day"] > 20]
both = pd.concat([late, late[late["paid"] > 0]])${end}
train, test = train_test_split(both, random_state=0)
m = DecisionTreeClassifier().fit(train[["sum", "day"]], train["back"])
print(m.score(test[["sum", "day"]], test["back"]))
`;
  it("are each there once when duplicates are dropped", async () => {
    const codes = async (end: string): Promise<string[]> => (await check([program(end)])).findings.map((f) => f.code).filter((c) => c === "HLD105");
    expect(await codes(".drop_duplicates()")).toEqual([]);
    expect(await codes("")).toEqual(["HLD105"]);
  });
});
