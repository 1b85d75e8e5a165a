/** Fixes that readers of the code led astray with small programs of their own. */
import { describe, expect, it } from "vitest";
import { fixedText, titles } from "./offers.js";

const head = `import numpy as np
import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score, train_test_split
from sklearn.preprocessing import StandardScaler
df = pd.read_csv("a.csv")
`;
const split = `X, y = df[["a", "b"]], df["y"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
`;

describe("rows that are drawn above a split", () => {
  it("are not those of a table that is another one at a second call", async () => {
    const text = (between: string): string => `${head}def prepare(columns):
    df[columns] = StandardScaler().fit_transform(df[columns])
prepare(["a"])
${between}${split}`;
    expect(await titles(text(""), "HLD101")).toHaveLength(1);
    expect(await titles(text('df = df[df["b"] > 0]\nprepare(["b"])\n'), "HLD101")).toEqual([]);
  });
  it("are not carried across what numbers the rows anew by itself", async () => {
    const text = (made: string): string => `${head}df["a"] = df["a"].fillna(df["a"].mean())
df = ${made}.reset_index(drop=True)
${split}`;
    expect(await titles(text('df.dropna().query("b > 0")'), "HLD101")).toHaveLength(1);
    expect(await titles(text('df.merge(pd.read_csv("b.csv"), on="id").dropna()'), "HLD101")).toEqual([]);
    expect(await titles(text("df.drop_duplicates(ignore_index=True)"), "HLD101")).toEqual([]);
  });
  it("go by their labels where the table is turned round, and by nothing where an array is", async () => {
    const table = `${head}df[["a", "b"]] = StandardScaler().fit_transform(df[["a", "b"]])\ndf = df[::-1]\n${split}`;
    expect(await fixedText(table, "HLD101")).toContain("train_test_split(df.index, random_state=1)");
    const array = `${head}X, y = df[["a", "b"]].values, df["y"].values
X = StandardScaler().fit_transform(X)
order = np.random.permutation(len(X))
X, y = X[order], y[order]
${split.replace(/^.*\n/, "")}`;
    expect((await titles(array, "HLD101")).filter((t) => t.startsWith("Draw"))).toEqual([]);
  });
});

describe("columns that are transformed by hand", () => {
  const text = (made: string): string => `${head}df["a"] = df["a"].fillna(df["a"].mean())
${made}
X, y = df[["a", "b"]], df["y"]
print(cross_val_score(LogisticRegression(), X, y).mean())
`;
  it("may be those that are no words, or join their list later", async () => {
    expect(await titles(text('df["b"] = np.log1p(df["b"])'), "HLD102")).toHaveLength(1);
    const numbers = 'num = df.columns.difference(df.select_dtypes(include=["object"]).columns)\ndf[num] = np.log1p(df[num])';
    expect(await titles(text(numbers), "HLD102")).toEqual([]);
    expect(await titles(text('cols = ["b"]\ncols.append("a")\ndf[cols] = np.log1p(df[cols])'), "HLD102")).toEqual([]);
  });
  it("are filled by a loop over all of a list, whatever joins it", async () => {
    const filled = (more: string): string => `${head}cols = ["b"]
${more}for c in cols:
    df[c] = df[c].fillna(df[c].mean())
X, y = df[["a", "b"]], df["y"]
print(cross_val_score(LogisticRegression(), X, y).mean())
`;
    expect(await titles(filled(""), "HLD102")).toHaveLength(1);
    expect(await titles(filled('cols.append("a")\n'), "HLD102")).toEqual([]);
    expect(await titles(filled('cols += ["a"]\n'), "HLD102")).toEqual([]);
  });
  it("are not filled all where a loop fills some of them", async () => {
    const filled = (loop: string): string => `${head}${loop}
X, y = df.drop(columns=["y"]), df["y"]
print(cross_val_score(LogisticRegression(), X, y).mean())
`;
    expect(await titles(filled("for c in df.columns:\n    df[c] = df[c].fillna(df[c].mean())"), "HLD102")).toHaveLength(1);
    expect(await titles(filled('for c in df.columns:\n    if c != "b":\n        df[c] = df[c].fillna(df[c].mean())'), "HLD102")).toEqual([]);
  });
});

describe("a function that splits resampled rows", () => {
  const text = (back: string): string => `${head}X, y = df[["a", "b"]], df["y"]
def evaluate(X, y):
    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
    model = LogisticRegression().fit(X_train, y_train)
    print(model.score(X_test, y_test))
    return ${back}
X_res, y_res = SMOTE(random_state=0).fit_resample(X, y)
model = evaluate(X_res, y_res)
`;
  it("is handed the sampler only where it does nothing else with them", async () => {
    expect(await titles(text("model"), "HLD105")).toHaveLength(1);
    expect(await titles(text("LogisticRegression().fit(X, y)"), "HLD105")).toEqual([]);
  });
});
