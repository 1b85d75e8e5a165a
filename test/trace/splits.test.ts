/** Splits, folds, slices and files laid end to end: which rows a variable has. */
import { describe, expect, it } from "vitest";
import { relation } from "../../server/src/trace/rows.js";
import { reveal } from "./reveal.js";

const read = `import numpy as np
import pandas as pd
from sklearn.model_selection import *
df = pd.read_csv("a.csv")
X, y = df.drop(columns="y"), df["y"]
`;

describe("two parts", () => {
  it.each<[string, string, string]>([
    ["of one split", "A, B = train_test_split(df)", "disjoint"],
    ["of a split kept whole", "parts = train_test_split(X, y)\nA, B = parts[0], parts[1]", "disjoint"],
    ["of a split without shuffling", "A, B = train_test_split(df, shuffle=False)", "disjoint"],
    ["of two splits with one seed", "A, _ = train_test_split(X, random_state=1)\n_, B = train_test_split(y, random_state=1)", "disjoint"],
    ["of two splits with two seeds", "A, _ = train_test_split(X, random_state=1)\n_, B = train_test_split(y, random_state=2)", "overlaps"],
    ["of two splits without a seed", "A, _ = train_test_split(X)\n_, B = train_test_split(y)", "overlaps"],
    [
      "of two splits with one seed and two sizes",
      "A, _ = train_test_split(X, test_size=0.2, random_state=1)\n_, B = train_test_split(y, test_size=0.3, random_state=1)",
      "overlaps",
    ],
    ["of a split with one of its parts split again", "A, rest = train_test_split(df)\nB, C = train_test_split(rest)", "disjoint"],
    ["of two reads of one file", 'A = pd.read_csv("a.csv")\nB = pd.read_csv("a.csv")', "same"],
    ["of two files", 'A = df\nB = pd.read_csv("b.csv")', "disjoint"],
    ["by slices that meet", "A, B = df[:100], df[100:]", "disjoint"],
    ["by slices that share rows", "A, B = df[:100], df[50:]", "overlaps"],
    ["by slices at a name", "n = int(len(df) * 0.8)\nA, B = df[:n], df[n:]", "disjoint"],
    ["by slices at an expression", "A, B = df[:int(len(df) * 0.8)], df[int(len(df) * 0.8):]", "disjoint"],
    ["by iloc", "A, B = df.iloc[:100, :], df.iloc[100:, :]", "disjoint"],
    ["from the end", "A, B = df[:-100], df[-100:]", "disjoint"],
    ["head and tail of one size", "A, B = df.head(100), df.iloc[100:]", "disjoint"],
    ["by a condition", 'm = df["year"] < 2020\nA, B = df[m], df[~m]', "disjoint"],
    ["by a condition written twice", 'A, B = df[df["year"] < 2020], df[df["year"] >= 2020]', "disjoint"],
    ["by equality", 'A, B = df[df["year"] == 2020], df[df["year"] != 2020]', "disjoint"],
    ["by two values", 'A, B = df[df["year"] == 2020], df[df["year"] == 2021]', "disjoint"],
    [
      "by numbers, one after the other",
      'words = df["text"].tolist()\nn, m = train_test_split(range(len(words)))\nA, B = [words[i] for i in n], [words[i] for i in m]',
      "disjoint",
    ],
    ["by random numbers", "m = np.random.rand(len(df)) < 0.8\nA, B = df[m], df[~m]", "disjoint"],
    ["by a sample and the rest", "A = df.sample(frac=0.8)\nB = df.drop(A.index)", "disjoint"],
    ["by a sample and what is not in its index", "A = df.sample(frac=0.8)\nB = df[~df.index.isin(A.index)]", "disjoint"],
    [
      "by a part's index, of a table that has lost rows since",
      "a, _ = train_test_split(df)\nd = df.dropna()\nm = d.index.isin(a.index)\nA, B = d[m], d[~m]",
      "disjoint",
    ],
    [
      "by those labels of a part that a table has left, and by the others",
      "a, b = train_test_split(df.index)\nd = df[df.x > 1].sort_values('x').dropna()\nA, B = d.loc[a[a.isin(d.index)]], d.loc[b[b.isin(d.index)]]",
      "disjoint",
    ],
    [
      "by the places that the labels of a part have in a table",
      "a, b = train_test_split(df.index)\nd = df.dropna()\nA, B = d.iloc[d.index.get_indexer(a)], d.iloc[d.index.get_indexer(b)]",
      "disjoint",
    ],
    ["by a part, and what a table that has lost rows since holds beyond it", "A, _ = train_test_split(df)\nB = df.dropna().drop(A.index)", "disjoint"],
    ["by a part, and all that a table has left", "A, _ = train_test_split(df)\nB = df.dropna()", "overlaps"],
    ["by two samples", "A, B = df.sample(frac=0.8), df.sample(frac=0.2)", "overlaps"],
    ["by positions in random order", "order = np.random.permutation(len(df))\nA, B = df.iloc[order[:80]], df.iloc[order[80:]]", "disjoint"],
    [
      "by numbers picked by numbers",
      "rows, rest = train_test_split(np.arange(len(df)))\na, b = train_test_split(np.arange(len(rows)))\nA, B = df.iloc[rows[a]], df.iloc[rows[b]]",
      "disjoint",
    ],
    ["of a frame that was shuffled", "df = df.sample(frac=1)\nA, B = df[:80], df[80:]", "disjoint"],
    ["through np.split", "A, B = np.split(df, [80])", "disjoint"],
  ])("%s", async (_, code, expected) => {
    const b = await reveal(`${read}${code}\nA, B`);
    expect(b.relation("A", "B")).toBe(expected);
  });

  it("of row numbers and of the rows themselves draw alike with one seed, however the numbers are made", async () => {
    for (const numbers of ["np.arange(len(df))", "np.arange(0, len(df))", "range(len(df))"]) {
      const b = await reveal(`${read}rows, rest = train_test_split(${numbers}, random_state=3)
A, B = train_test_split(df, random_state=3)
C = df.iloc[rows]
A, B, C`);
      expect([b.relation("A", "C"), b.relation("B", "C")]).toEqual(["same", "disjoint"]);
    }
  });

  it("of features and labels are the same rows", async () => {
    const b = await reveal(`${read}A, B, a, b = train_test_split(X, y)\nA, B, a, b`);
    expect([b.relation("A", "a"), b.relation("B", "b"), b.relation("A", "b")]).toEqual(["same", "same", "disjoint"]);
    expect(b.says("A")).toEqual(["train part of `a.csv`"]);
    expect(b.says("b")).toEqual(["test part of `a.csv`"]);
  });
});

describe("folds", () => {
  it("that are given as pairs of row numbers are scored in their test parts alone", async () => {
    const b = await reveal(`${read}from sklearn.svm import SVC
learn, rest = train_test_split(np.arange(len(df)), random_state=0)
A = df.iloc[learn]
folds = [(np.append(learn, rest[a]), rest[b]) for a, b in KFold(5).split(rest)]
cross_val_score(SVC(), X, y, cv=folds)
GridSearchCV(SVC(), {"C": [1, 2]}, cv=folds).fit(X, y)
cross_val_score(SVC(), X, y, cv=5)
A`);
    expect(b.scores.map((e) => relation(b.rows("A"), e.score.rows))).toEqual(["disjoint", "disjoint", "within"]);
  });

  it.each([
    ["of an array", "KFold(5).split(X)"],
    ["with labels", "StratifiedKFold(5).split(X, y)"],
    ["of positions", "KFold(5).split(range(len(df)))"],
    ["with numbers", "enumerate(KFold(5).split(X))"],
    ["of the old kind", "sklearn.cross_validation.KFold(len(df), 5)"],
    ["in random order", "ShuffleSplit(5).split(X)"],
  ])("hold positions of disjoint rows: %s", async (_, folds) => {
    const names = folds.startsWith("enumerate") ? "i, (tr, te)" : "tr, te";
    const b = await reveal(`${read}import sklearn.cross_validation
for ${names} in ${folds}:
    A, B, a, b = X.iloc[tr], X.iloc[te], y[tr], y[te]
    A, B, a, b`);
    expect([b.relation("A", "B"), b.relation("A", "a"), b.relation("B", "b")]).toEqual(["disjoint", "same", "same"]);
  });

  it("overlap between two rounds", async () => {
    const b = await reveal(`${read}first = None
for tr, te in KFold(5).split(X):
    A = X.iloc[tr]
    if first is None:
        first = X.iloc[te]
    A, first`);
    expect(b.relation("A", "first")).not.toBe("disjoint");
  });

  it("are taken one by one with next", async () => {
    const b = await reveal(`${read}tr, te = next(ShuffleSplit(1).split(X))
A, B = X.iloc[tr], X.iloc[te]
A, B`);
    expect(b.relation("A", "B")).toBe("disjoint");
  });

  it("fill an array with predictions of models that did not see the rows", async () => {
    const b = await reveal(`${read}from sklearn.linear_model import Ridge
from sklearn.metrics import mean_squared_error
oof = np.zeros(len(df))
for tr, te in KFold(5).split(X):
    model = Ridge().fit(X.iloc[tr], y.iloc[tr])
    oof[te] = model.predict(X.iloc[te])
print(mean_squared_error(y, oof))`);
    expect(new Set(b.evaluations)).toEqual(new Set(["held mse"]));
  });
});

describe("files laid end to end", () => {
  const files = `import numpy as np
import pandas as pd
train = pd.read_csv("train.csv")
test = pd.read_csv("test.csv")
`;

  it.each([
    ["at the length", "n = len(train)\nboth = pd.concat([train, test])\nA, B = both[:n], both[n:]"],
    ["at the length, written out", "both = pd.concat([train, test])\nA, B = both[:len(train)], both[len(train):]"],
    ["at the shape", "both = pd.concat([train, test])\nA, B = both[:train.shape[0]], both[train.shape[0]:]"],
    ["at a number kept before", "ntrain = train.shape[0]\nboth = pd.concat((train, test)).reset_index(drop=True)\nA, B = both[:ntrain], both[ntrain:]"],
    ["with iloc", "both = pd.concat([train, test], axis=0, ignore_index=True)\nA, B = both.iloc[:len(train)], both.iloc[len(train):]"],
    ["with the old append", "both = train.append(test)\nA, B = both[:len(train)], both[len(train):]"],
    [
      "by a marker column",
      'train["is_train"] = 1\ntest["is_train"] = 0\nboth = pd.concat([train, test])\nA, B = both[both["is_train"] == 1], both[both["is_train"] == 0]',
    ],
    ["by the labels that only one has", 'both = pd.concat([train, test])\nA, B = both[both["target"].notnull()], both[both["target"].isnull()]'],
    [
      "after work on both",
      'both = pd.concat([train, test])\nboth["x"] = both["x"].fillna(0)\nboth = pd.get_dummies(both)\nA, B = both[:len(train)], both[len(train):]',
    ],
    ["as arrays", "both = np.vstack([train, test])\nA, B = both[:len(train)], both[len(train):]"],
  ])("come apart again %s", async (_, code) => {
    const b = await reveal(`${files}${code}\nA, B, train, test`);
    expect(b.relation("A", "B")).toBe("disjoint");
  });

  it("give the very rows back", async () => {
    const b = await reveal(
      `${files}both = pd.concat([train, test], keys=["a", "b"])\nA, B = both[:len(train)], both[len(train):]\nC = both.iloc[:train.shape[0]]\nA, B, C, train, test`,
    );
    expect([b.relation("A", "train"), b.relation("B", "test"), b.relation("C", "A")]).toEqual(["same", "same", "same"]);
  });

  it("keep what was learned over both", async () => {
    const b = await reveal(`${files}both = pd.concat([train, test])\nboth["x"] = both["x"].fillna(both["x"].mean())\nA = both[:len(train)]\nA`);
    expect(b.says("A")).toEqual(["all rows of `train.csv`", "carries what `mean` learned from all rows of `train.csv` and `test.csv`"]);
  });
});

describe("oversampling", () => {
  it("is remembered", async () => {
    const b = await reveal(`${read}from imblearn.over_sampling import SMOTE
X2, y2 = SMOTE().fit_resample(X, y)
A, B = train_test_split(X2)
A, B`);
    expect(b.rows("A").terms[0]?.mix?.kind).toBe("over");
    expect(b.relation("A", "B")).toBe("disjoint");
  });

  it.each([
    ["sampling with replacement", "df.sample(frac=1.0, replace=True)", "over"],
    ["sampling more than there is", "df.sample(frac=2.0, replace=True)", "over"],
    ["repeating", "np.repeat(df, 3, axis=0)", "over"],
    ["sampling without replacement", "df.sample(frac=0.5)", undefined],
  ])("%s", async (_, code, kind) => {
    const b = await reveal(`${read}out = ${code}\nout`);
    expect(b.rows("out").terms[0]?.mix?.kind).toBe(kind);
  });
});
