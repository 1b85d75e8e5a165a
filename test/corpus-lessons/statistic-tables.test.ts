/** Statistics of groups that are merged into a table are columns of it under their names, and gone with them. */
import { describe, expect, it } from "vitest";
import { check } from "../helpers/check.js";

const found = async (text: string): Promise<string[]> =>
  (await check([text])).findings
    .filter((f) => /^HLD10[14]$/.test(f.code))
    .map((f) => `${f.code} ${text.slice(0, f.at.start).split("\n").length} ${f.severity}`);
const head = `import numpy as np
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split
df = pd.read_csv("pumps.csv")
`;
const judged = `a, b, c, d = train_test_split(X, y, random_state=0)
print(Ridge().fit(a, c).score(b, d))
`;
const merged = (made: string, after: string): string => `${head}${made}
df = df.merge(last, on="pump")
${after}
${judged}`;

describe("a statistic that is merged in", () => {
  const made = [
    'last = df.groupby("pump")["load"].mean().reset_index().rename(columns={"load": "usual"})',
    'last = df.groupby("pump")["load"].mean().reset_index()\nlast.columns = ["pump", "usual"]',
    'last = df.groupby("pump").agg({"load": "mean"}).reset_index().rename(columns={"load": "usual"})',
    'last = df.groupby("pump")["load"].mean().reset_index(name="usual")',
  ];
  it.each(made)("is among the inputs where its column is: %s", async (text) => {
    expect(await found(merged(text, 'X, y = df[["usual", "heat"]], df["fails"]'))).toHaveLength(1);
    expect(await found(merged(text, 'X, y = df.drop(columns="fails"), df["fails"]'))).toHaveLength(1);
  });
  it.each(made)("is not where its column is dropped, or not taken: %s", async (text) => {
    expect(await found(merged(text, 'df = df.drop(columns=["usual"])\nX, y = df.drop(columns="fails"), df["fails"]'))).toEqual([]);
    expect(await found(merged(text, 'X, y = df[["age", "heat"]], df["fails"]'))).toEqual([]);
  });
  it("has a name of its own beside the column that it was taken of", async () => {
    const text = 'last = df.groupby("pump")["load"].mean().reset_index()';
    expect(await found(merged(text, 'X, y = df[["load_y", "heat"]], df["fails"]'))).toHaveLength(1);
    expect(
      await found(merged('last = df.groupby("pump")["load"].mean().reset_index()\ndf = df.drop(columns="load")', 'X, y = df[["load", "heat"]], df["fails"]')),
    ).toHaveLength(1);
  });
  it("may be anywhere where nothing tells its name", async () => {
    const text = 'last = df.groupby("pump").mean().reset_index()';
    expect(await found(merged(text, 'X, y = df.drop(columns="fails"), df["fails"]'))).toHaveLength(1);
  });
});

describe("columns that a condition on their names picks", () => {
  const left = (condition: string): string => `${head}last = df.groupby("unit")["cycle"].max().reset_index()
last.columns = ["unit", "last"]
df = df.merge(last, on="unit")
df["left"] = df["last"] - df["cycle"]
df.drop(columns=["last"], inplace=True)
sensors = [c for c in df.columns if ${condition}]
X, y = [], []
for unit, group in df.groupby("unit"):
    rows, goal = group[sensors].values, group["left"].values
    for i in range(len(rows) - 30):
        X.append(rows[i:i + 30].ravel())
        y.append(goal[i + 29])
X, y = np.array(X), np.array(y)
${judged}`;
  it.each([
    'c.startswith("s")',
    'c.endswith(("1", "2"))',
    '"left" not in c',
    'not c.startswith("le")',
    'c.startswith("s") and c != "unit"',
    'c not in ["unit", "cycle", "left"]',
  ])("do not hold the label that a statistic makes: %s", async (condition) => {
    expect(await found(left(condition))).toEqual([]);
  });
  it.each(['c.startswith("l")', '"ft" in c', 'c != "unit"', "len(c) < 9"])("may hold it: %s", async (condition) => {
    expect(await found(left(condition))).toHaveLength(1);
  });
});

describe("encoders", () => {
  const program = (encoder: string): string => `${head}from feature_engine.encoding import OrdinalEncoder
df = ${encoder}.fit_transform(df, df["fails"])
X, y = df.drop(columns="fails"), df["fails"]
${judged}`;
  it("that number categories as they come learn no target", async () => {
    expect(await found(program('OrdinalEncoder(encoding_method="arbitrary")'))).toEqual([]);
    expect(await found(program("OrdinalEncoder()"))).toEqual(["HLD104 7 error"]);
  });
});

describe("a table that was turned", () => {
  it("holds a row of the data in each of its columns", async () => {
    const rows = (of: string): string => `${head}turned = df${of}
counts = []
for name in turned.columns:
    counts.append(turned[name].str.count("none").sum())
df["nones"] = counts
X, y = df.drop(columns="fails"), df["fails"]
${judged}`;
    expect(await found(rows(".T"))).toEqual([]);
    expect(await found(rows(".copy()"))).toEqual(["HLD101 9 warning"]);
  });
});
