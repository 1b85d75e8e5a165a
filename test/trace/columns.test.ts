/** Columns: what they learned, which are there, and what proves nothing. */
import { describe, expect, it } from "vitest";
import { reveal } from "./reveal.js";

const read = `import numpy as np
import pandas as pd
from sklearn.preprocessing import StandardScaler
df = pd.read_csv("a.csv")
`;

describe("a column carries what it learned", () => {
  it.each<[string, string, string, string[]]>([
    ["a mean filled in", 'df["a"] = df["a"].fillna(df["a"].mean())', "a", ["mean"]],
    ["and its neighbour nothing", 'df["a"] = df["a"].fillna(df["a"].mean())', "b", []],
    ["by attribute", "df.a = df.a - df.a.median()", "a", ["median"]],
    ["counted from the first", 'df["a"] = df["a"] - df["a"].min()', "a", []],
    ["scaled by the range", 'df["a"] = (df["a"] - df["a"].min()) / (df["a"].max() - df["a"].min())', "a", ["max", "min"]],
    ["in place", 'df["a"] -= df["a"].mean()', "a", ["mean"]],
    ["with loc", 'df.loc[:, "a"] = df["a"] / df["a"].max()', "a", ["max"]],
    ["several at once", 'df[["a", "b"]] = StandardScaler().fit_transform(df[["a", "b"]])', "b", ["StandardScaler"]],
    ["and not the third", 'df[["a", "b"]] = StandardScaler().fit_transform(df[["a", "b"]])', "c", []],
    ["assigned", 'df = df.assign(z=df["a"] - df["a"].mean())', "z", ["mean"]],
    ["assigned by all columns of a table", 'raw = df[["a", "b"]]\ndf["a"] = df["a"] - df["a"].mean()\ndf = df.assign(**raw)', "a", []],
    ["assigned by a dict", 'df = df.assign(**{"the z": df["a"] - df["a"].mean()})', "the z", ["mean"]],
    ["inserted by a group", 'df["m"] = df.groupby("g")["a"].transform("mean")', "m", ["transform"]],
    ["looked up", 'm = df.groupby("g")["a"].mean()\ndf["m"] = df["g"].map(m)', "m", ["mean"]],
    ["overwritten by a constant", 'df["a"] = df["a"] - df["a"].mean()\ndf["a"] = 0', "a", []],
    ["of one row", 'df["a"] = np.log1p(df["a"].clip(0, 10)).round(2)', "a", []],
    ["of its own row", 'df["t"] = df[["a", "b"]].max(axis=1)', "t", []],
    ["a count of what is missing", 'df["a"] = df["a"].fillna(0)\nprint(df.isnull().sum())', "a", []],
    ["ranks", 'df["a"] = df["a"].rank(pct=True)', "a", ["rank"]],
    ["by a function for each element", 'df["a"] = df["a"].apply(lambda x: x / 10)', "a", []],
    ["by a function for each row", 'df["t"] = df.apply(lambda r: r["a"] + r["b"], axis=1)', "t", []],
    ["by a function for each column", "df = df.apply(lambda c: c - c.mean())", "a", ["mean"]],
    ["through a statistic from outside", 'top = df["a"].max()\ndf["a"] = df["a"].apply(lambda x: x / top)', "a", ["max"]],
  ])("%s", async (_, code, column, learned) => {
    const b = await reveal(`${read}${code}\ndf`);
    expect(b.learned("df", column)).toEqual(learned);
  });

  it("through a second name, but not through a copy", async () => {
    const b = await reveal(`${read}same = df
copy = df.copy()
same["a"] = same["a"] - same["a"].mean()
df, copy`);
    expect(b.learned("df", "a")).toEqual(["mean"]);
    expect(b.learned("copy", "a")).toEqual([]);
  });
});

describe("columns are named, or among the rest, or gone", () => {
  it.each<[string, string, string, "named" | "rest" | "gone"]>([
    ["read", "out = df", "a", "rest"],
    ["assigned", 'df["a"] = 1\nout = df', "a", "named"],
    ["selected", 'out = df[["a", "b"]]', "a", "named"],
    ["not selected", 'out = df[["a", "b"]]', "c", "gone"],
    ["dropped", 'out = df.drop("a", axis=1)', "a", "gone"],
    ["dropped by keyword", 'out = df.drop(columns=["a"])', "a", "gone"],
    ["dropped in place", 'df.drop(columns="a", inplace=True)\nout = df', "a", "gone"],
    ["deleted", 'del df["a"]\nout = df', "a", "gone"],
    ["popped", 'y = df.pop("a")\nout = df', "a", "gone"],
    ["selected by a list kept before", 'cols = ["a", "b"]\nout = df[cols]', "c", "gone"],
    ["selected by a list put together", 'cols = ["a"]\ncols.append("b")\nout = df[cols + ["c"]]', "c", "named"],
    ["left out by name", 'out = df[df.columns.difference(["a"])]', "a", "gone"],
    ["left out of a list", 'out = df[[c for c in df.columns if c != "a"]]', "a", "gone"],
    ["kept by loc", 'out = df.loc[:, ["a", "b"]]', "c", "gone"],
  ])("%s", async (_, code, column, expected) => {
    const b = await reveal(`${read}${code}\nout`);
    expect(b.column("out", column)).toBe(expected);
  });

  it.each(["df.iloc[:, :-1]", "df.select_dtypes('number')", "df[cols]", "df.filter(like='x')", "df.loc[:, flags]"])("%s proves nothing", async (selection) => {
    const b = await reveal(`${read}out = ${selection}\nout`);
    expect(b.isOpen("out")).toBe(true);
  });
});

describe("elements of rows", () => {
  it.each<[string, string]>([
    ["a row of an array", "X = np.load('x.npy')\nfor one in X:\n    one"],
    ["a row of a frame", "for i, one in df.iterrows():\n    one"],
    ["a row by number", "one = df.iloc[3]\none"],
    ["inside a comprehension", "X = np.load('x.npy')\nout = [one / one.max() for one in X]\none = X[0]\none"],
  ])("%s", async (_, code) => {
    const b = await reveal(`${read}${code}`);
    expect(b.isElement("one")).toBe(true);
  });

  it("are reduced by themselves", async () => {
    const b = await reveal(`${read}X = np.load("x.npy")
out = []
for image in X:
    out.append((image - image.mean()) / image.std())
out = np.array(out)
out, X`);
    expect(b.learned("out")).toEqual([]);
    expect(b.relation("out", "X")).toBe("same");
  });

  it("come from generators too", async () => {
    const b = await reveal(`${read}def images(X):
    for image in X:
        yield image / 255
X = np.load("x.npy")
out = np.array(list(images(X)))
out, X`);
    expect(b.relation("out", "X")).toBe("same");
  });
});
