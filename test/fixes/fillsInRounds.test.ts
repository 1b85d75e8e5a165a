/** Gaps that are filled by hand before a loop over folds: each round fills those of its parts with numbers of its training rows. */
import { describe, expect, it } from "vitest";
import { fixedText, titles, withheld } from "./offers.js";

const head = `import numpy as np
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import KFold
df = pd.read_csv("a.csv")
`;
const parts = `X = df.drop(columns="y")
y = df["y"]
errors = []
`;
const loop = (X = "X", lines = ""): string => `for train, valid in KFold(4).split(X):
    X_train, X_valid = ${X}.iloc[train], ${X}.iloc[valid]
    y_train, y_valid = y.iloc[train], y.iloc[valid]
${lines}    model = Ridge().fit(X_train, y_train)
    errors.append(mean_squared_error(y_valid, model.predict(X_valid)))
`;
const filling = (name: string, number: string, given = name): string =>
  `    ${name} = ${number}\n    X_train = X_train.fillna(${given})\n    X_valid = X_valid.fillna(${given})\n`;
const mean = filling("a_mean", `X_train["a"].mean()`, `{"a": a_mean}`);

describe("gaps that nobody but the loop over folds sees filled", () => {
  it.each([
    [`df["a"] = df["a"].fillna(df["a"].mean())\n`, mean],
    [`df["a"].fillna(df["a"].mean(), inplace=True)\n`, mean],
    [`fill = df["a"].mode()[0]\ndf["a"] = df["a"].fillna(fill)\n`, filling("a_mode", `X_train["a"].mode()[0]`, `{"a": a_mode}`)],
    [`for c in ["a", "b"]:\n    df[c] = df[c].fillna(df[c].median())\n`, filling("medians", `X_train[["a", "b"]].median()`)],
    [`for c in df.columns:\n    if df[c].isnull().any():\n        df[c] = df[c].fillna(df[c].mean())\n`, filling("means", "X_train.mean()")],
    [
      `numbers = df.select_dtypes(include="number").columns\nfor c in numbers:\n    df[c] = df[c].fillna(df[c].mean())\n`,
      filling("means", "X_train.mean(numeric_only=True)"),
    ],
    [
      `df["a"] = df["a"].fillna(df["a"].mean())\ndf["b"] = df["b"].fillna(df["b"].median())\n`,
      filling("gaps", `{"a": X_train["a"].mean(), "b": X_train["b"].median()}`),
    ],
  ])("%j goes into the rounds", async (fill, lines) => {
    const kept = fill.startsWith("numbers") ? `numbers = df.select_dtypes(include="number").columns\n` : "";
    expect(await fixedText(`${head}${fill}${parts}${loop()}`, "HLD102")).toBe(`${head}${kept}${parts}${loop("X", lines)}`);
  });

  it("are filled where the rows of a part have no name", async () => {
    const bare = `for train, valid in KFold(4).split(X):
    model = Ridge().fit(X.iloc[train], y.iloc[train])
    errors.append(mean_squared_error(y.iloc[valid], model.predict(X.iloc[valid])))
`;
    const fixed = await fixedText(`${head}df["a"] = df["a"].fillna(df["a"].mean())\n${parts}${bare}`, "HLD102");
    expect(fixed).toContain(`split(X):\n    X_train = X.iloc[train]\n    X_valid = X.iloc[valid]\n${mean}    model = Ridge().fit(X_train, y.iloc[train])\n`);
    expect(fixed).toContain("model.predict(X_valid)");
  });
});

describe("filled columns that others read", () => {
  const fill = `df["a"] = df["a"].fillna(df["a"].mean())\n`;

  it("stay, and the rounds cut the column as it was", async () => {
    const shown = "print(df.describe())\n";
    expect(await fixedText(`${head}${fill}${shown}${parts}${loop()}`, "HLD102")).toBe(
      `${head}a_raw = df["a"].copy()\n${fill}${shown}${parts.replace('"y")\n', '"y")\nX_raw = X.assign(a=a_raw)\n')}${loop("X_raw", mean)}`,
    );
  });

  it.each([
    `new = pd.read_csv("b.csv")\ndf["a"] = df["a"].fillna(df["a"].mean())\nnew["a"] = new["a"].fillna(df["a"].mean())\n`,
    `new = pd.read_csv("b.csv")\nfor table in [df, new]:\n    table["a"] = table["a"].fillna(table["a"].mean())\n`,
  ])("stay where other rows are filled as well: %j", async (both) => {
    const fixed = await fixedText(`${head}${both}${parts}${loop()}`, "HLD102");
    expect(fixed).toContain(both.slice(both.indexOf("\n") + 1).replace(/\n$/, ""));
    expect(fixed).toContain("X_raw = X.assign(a=a_raw)\n");
  });

  it("may stand beside words that are numbered one after the other, or are filled themselves", async () => {
    const words = `from sklearn.preprocessing import LabelEncoder
df["c"] = df["c"].fillna(df["c"].mode()[0])
words = df.select_dtypes(include=["object"]).columns.tolist()
for c in words:
    df[c] = LabelEncoder().fit_transform(df[c])
`;
    const text = `${head}${fill}${words}${parts}${loop()}`;
    expect(await titles(text, "HLD102")).toContain(`Learn the mean of df["a"] in each round, from the training rows of the round`);
    expect(await fixedText(text, "HLD102")).toContain(mean);
  });

  it.each([`df["a"] = np.log(df["a"])\n`, `df["d"] = df["a"] * 2\n`])("are left alone where %j follows", async (between) => {
    const both = `${head}import lightgbm as lgb\n${fill}${between}${parts}${loop().replace("X.iloc[valid]", "X.iloc[valid]\n    print(X)")}`;
    expect((await withheld(both, "HLD102")).length).toBeGreaterThan(0);
  });
});
