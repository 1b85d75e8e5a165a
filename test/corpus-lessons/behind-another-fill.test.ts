/** Fills that stand behind a fill from the row before, or by groups: only the gaps before the first value, or groups without any, are left for them. */
import { describe, expect, it } from "vitest";
import { check } from "../helpers/check.js";

const heads = `import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split
`;
const said = async (text: string): Promise<string[]> =>
  (await check([text])).findings.filter((f) => /^HLD(10[12]|601)$/.test(f.code) && f.severity !== "hint").map((f) => f.code);

describe("a fill by a statistic of all rows", () => {
  const program = (fill: string): string => `${heads}df = pd.read_csv("river.csv")
cols = ["level", "rain"]
${fill}
a, b, c, d = train_test_split(df[["level", "rain"]], df["flow"], shuffle=False)
print(LinearRegression().fit(a, c).score(b, d))
`;
  it.each([
    "df = df.ffill().fillna(df.mean())",
    'df[cols] = df[cols].fillna(method="ffill").fillna(df[cols].median())',
    "df = (\n    df.interpolate()\n    .fillna(df.mean())\n)",
    'df["level"] = df["level"].ffill()\ndf["level"] = df["level"].fillna(df["level"].mean())',
    "df.ffill(inplace=True)\ndf = df.fillna(df.mean())",
    "for col in cols:\n    df[col] = df[col].ffill()\n    df[col] = df[col].fillna(df[col].median())",
  ])("finds the first rows alone behind %s", async (fill) => {
    expect(await said(program(fill))).toEqual([]);
  });
  it.each([
    "df = df.fillna(df.mean())",
    "df = df.ffill(limit=3).fillna(df.mean())",
    'df = df.groupby("place").ffill().fillna(df.mean())',
    'df["rain"] = df["rain"].ffill()\ndf["level"] = df["level"].fillna(df["level"].mean())',
    'df["level"].ffill()\ndf["level"] = df["level"].fillna(df["level"].mean())',
    'df = df.ffill()\ndf["level"] = df["level"].where(df["level"] < 9)\ndf["level"] = df["level"].fillna(df["level"].mean())',
  ])("finds more behind %s", async (fill) => {
    expect(await said(program(fill))).toEqual(["HLD101"]);
  });
});

it("is told of each of several fills of one table by its own column and by what stands above it", async () => {
  const fills = `df["level"] = df["level"].ffill()
df["level"] = df["level"].fillna(df["level"].mean())
df["rain"] = df["rain"].fillna(df["rain"].mean())
df["rain"] = df["rain"].where(df["rain"] < 9).ffill()
df["rain"] = df["rain"].fillna(df["rain"].mean())
df["level"] = df["level"].fillna(df["level"].median())`;
  const text = `${heads}df = pd.read_csv("river.csv")
${fills}
a, b, c, d = train_test_split(df[["level", "rain"]], df["flow"], shuffle=False)
print(LinearRegression().fit(a, c).score(b, d))
`;
  const { findings } = await check([text]);
  const shown = findings.filter((f) => f.code === "HLD101").map((f) => [fills.slice(0, f.at.start - text.indexOf(fills)).split("\n").length, f.severity]);
  expect(shown).toEqual([
    [2, "hint"],
    [3, "warning"],
    [5, "warning"],
  ]);
});

describe("a fill by a statistic of all rows behind one by groups", () => {
  const program = (first: string): string => `${heads}df = pd.read_csv("river.csv")
${first}
df["level"] = df["level"].fillna(df["level"].median())
a, b, c, d = train_test_split(df[["level", "rain"]], df["flow"], shuffle=False)
print(LinearRegression().fit(a, c).score(b, d))
`;
  const ofAll = async (first: string): Promise<boolean> =>
    (await check([program(first)])).findings.some((f) => f.code === "HLD101" && f.severity !== "hint" && f.message.startsWith('`median` of `df["level"]`'));
  it.each([
    'df["level"] = df.groupby("place")["level"].transform(lambda x: x.fillna(x.median()))',
    'df["level"] = df["level"].fillna(df.groupby(["place", "month"])["level"].transform("mean"))',
  ])("finds groups without any value alone: %s", async (first) => {
    expect(await ofAll(first)).toBe(false);
  });
  it.each([
    'df["rain"] = df["rain"].fillna(df.groupby("place")["rain"].transform("mean"))',
    'df["level"] = df.groupby("place")["level"].transform(lambda x: x - x.median())',
    'df["level"] = df["level"].fillna(df.groupby("place")["level"].transform("mean"))\ndf["level"] = df["level"].where(df["level"] < 9)',
  ])("finds more behind %s", async (first) => {
    expect(await ofAll(first)).toBe(true);
  });
});

it("fills the first of the rows that are asked for with their own median", async () => {
  const program = (fill: string): string => `${heads}train, test = pd.read_csv("train.csv"), pd.read_csv("test.csv")
def clean(table):
    table[["level", "rain"]] = table[["level", "rain"]]${fill}.fillna(table.median())
    return table
train, test = clean(train), clean(test)
model = LinearRegression().fit(train[["level", "rain"]], train["flow"])
pd.Series(model.predict(test[["level", "rain"]])).to_csv("answers.csv")
`;
  expect([await said(program(".ffill()")), await said(program(""))]).toEqual([[], ["HLD601"]]);
});
