/** Row numbers that are drawn before the split: which tables they may pick rows of. */
import { describe, expect, it } from "vitest";
import { fixedText, offered, reasons, titles } from "./offers.js";

const head = `import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
`;
const split = "X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=7)\n";

describe("row numbers", () => {
  it.each([
    [
      "in a loop",
      'X, y = [], []\nfor i in range(10, len(df)):\n    X.append(df[["a", "b"]].values[i - 10 : i].ravel())\n    y.append(df["y"].iloc[i])\nX, y = np.array(X), np.array(y)\n',
    ],
    [
      "by a function",
      'def windows(part):\n    X, y = [], []\n    for i in range(10, len(part)):\n        X.append(part[["a", "b"]].values[i - 10 : i].ravel())\n        y.append(part["y"].iloc[i])\n    return np.array(X), np.array(y)\n\nX, y = windows(df)\n',
    ],
  ])("of a table pick no windows that are gathered %s", async (_, gathered) => {
    const text = `${head}df = pd.read_csv("a.csv")
df[["a", "b"]] = StandardScaler().fit_transform(df[["a", "b"]])
${gathered}${split}print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
`;
    expect(await titles(text, "HLD101")).toEqual([]);
    expect(await reasons(text, "HLD101")).toContain("`X` is filled item by item between the learning and the split, and may have other rows than the table.");
  });

  it("of one table leave the split of another with labels of its own as it is", async () => {
    const part = (i: number): string => `df${i}, target${i} = df[["a${i}", "b${i}"]], df["y${i}"]\n`;
    const scored = (i: number): string => `X_train, X_test, y_train, y_test = train_test_split(df${i}, target${i}, random_state=7)
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
`;
    const text = `${head}df = pd.read_csv("a.csv")
${part(1)}${part(2)}median = df1["a1"].median()
df1["a1"] = np.where(df1["a1"] > 9, median, df1["a1"])
print(df1["a1"].max())
${scored(1)}${scored(2)}`;
    for (const { offer } of await offered(text, "HLD101")) expect(JSON.stringify(offer.fix ?? "")).not.toContain("df2.iloc");
    const alone = text.replace(scored(2), "");
    expect(await fixedText(alone, "HLD101")).toContain("= (\n    df1.iloc[train_rows], df1.iloc[test_rows],\n");
    // Labels that are cut by a split of their own with the same seed are cut alike.
    const [both] = scored(1).split("\n") as [string];
    const apart = "X_train, X_test = train_test_split(df1, random_state=7)\ny_train, y_test = train_test_split(target1, random_state=7)";
    expect(await fixedText(alone.replace(both, apart), "HLD101")).toContain(
      "X_train, X_test = df1.iloc[train_rows], df1.iloc[test_rows]\ny_train, y_test = train_test_split(target1, random_state=7)\n",
    );
  });

  it("index nothing of which it is not known whether it is a table or an array, whatever its loader is called", async () => {
    const text = (loader: string): string => `${head}from ${loader} import load_wine
X, y = load_wine(return_X_y=True)
X_scaled = StandardScaler().fit_transform(X)
print(X_scaled.max())
X_train, X_test, y_train, y_test = train_test_split(X_scaled, y, random_state=7)
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
`;
    expect(await fixedText(text("sklearn.datasets"), "HLD101")).toContain("fit(X[train_rows]).transform(X)\n");
    expect(await reasons(text("company.data"), "HLD101")).toEqual(["It is not clear whether `X` is a table of pandas or an array."]);
  });

  it("pick no rows of what a transformer of another library gives, unless the program shows that it is a table", async () => {
    const text = (shown: string): string => `${head}from category_encoders import TargetEncoder
df = pd.read_csv("a.csv")
X, y = df.drop(columns=["y"]), df["y"]
encoder = TargetEncoder(cols=["a"])
encoder.fit(X, y)
X_encoded = encoder.transform(X)
${shown}
${split.replace("(X,", "(X_encoded,")}print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test), encoder)
`;
    expect(await fixedText(text("print(X_encoded.head())"), "HLD104")).toContain("    X_encoded.iloc[train_rows], X_encoded.iloc[test_rows],\n");
    // A seed draws the same rows again, and the split stays as it is.
    const unclear = await fixedText(text("print(len(X_encoded))"), "HLD104");
    expect(unclear).toContain("encoder.fit(X.iloc[train_rows], y.iloc[train_rows])\n");
    expect(unclear).toContain(split.replace("(X,", "(X_encoded,"));
  });

  it("count no rows that are put into another order before the split: they go by their labels", async () => {
    const text = (sorting: string): string => `${head}df = pd.read_csv("a.csv")
df["a"] = df["a"].fillna(df["a"].median())
print(df["a"].max())
${sorting}X, y = df[["a", "b"]], df["y"]
${split}print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
`;
    expect(await fixedText(text(""), "HLD101")).toContain("train_test_split(np.arange(len(df)), ");
    expect(await fixedText(text('df = df.sort_values("b")\n'), "HLD101")).toContain("train_test_split(df.index, ");
    expect(await fixedText(text('df.sort_values("b", inplace=True)\n'), "HLD101")).toContain("train_test_split(df.index, ");
    expect(await titles(text("df = df.sample(frac=1, random_state=1).reset_index()\n"), "HLD101")).toEqual([]);
    expect(await fixedText(text("df = df.sample(frac=1, random_state=1).reset_index(drop=True)\n"), "HLD101")).toContain(
      "df = df.sample(frac=1, random_state=1)\ntrain_rows = df.index.get_indexer(train_rows[train_rows.isin(df.index)])\n",
    );
  });

  it("stay the labels of a table that is only given further columns, and not of one that is merged", async () => {
    const text = (given: string): string => `${head}df = pd.read_csv("a.csv")
limit = df["a"].quantile(0.9)
df = df[df["a"] < limit]
tops = df.groupby("k")["b"].max().reset_index()
${given}X, y = df[["a", "b", "top"]], df["y"]
${split}print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
`;
    const column = 'df["top"] = df["k"].map({0: tops.loc[0, "b"], 1: tops.loc[1, "b"]})\ndf.loc[df["top"] > 9, "top"] = tops.loc[1, "b"]\n';
    expect(await fixedText(text(column), "HLD101")).toContain('limit = df["a"].loc[train_rows].quantile(0.9)\n');
    expect(await titles(text('df = df.merge(tops.rename(columns={"b": "top"}), on="k")\n'), "HLD101")).toEqual([]);
  });
});

describe("rows that are drawn in front of what learns", () => {
  const text = (made: string, x: string): string => `${head}${made}y = np.load("y.npy")
${x}${split}print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
`;

  it("are picked inside the brackets of a function, whatever stands behind further ones", async () => {
    const scaled = "X = (raw - np.min(raw)) / (np.max(raw) - np.min(raw)).values\nprint(X[:2])\n";
    const fixed = await fixedText(text('raw = pd.read_csv("a.csv")\n', scaled), "HLD101");
    const part = "raw.iloc[train_rows]";
    expect(fixed).toContain(`X = (raw - np.min(${part})) / (np.max(${part}) - np.min(${part})).values\n`);
  });

  it.each(["reshape(-1, 1)", "reshape(-1,1)", "reshape((-1, 1))"])("are those of a single column that is made by %s", async (column) => {
    const fixed = await fixedText(text(`X = np.load("a.npy").${column}\n`, "X = StandardScaler().fit_transform(X)\nprint(X[:2])\n"), "HLD101");
    expect(fixed).toContain("X = StandardScaler().fit(X[train_rows]).transform(X)\n");
  });

  it("are not those of a table that is folded to another length", async () => {
    const folded = text('X = np.load("a.npy").reshape(-1, 4)\n', "X = StandardScaler().fit_transform(X)\nprint(X[:2])\n");
    expect(await reasons(folded, "HLD101")).toContain("`X` has other rows than what is split: it was reshaped.");
  });
});
