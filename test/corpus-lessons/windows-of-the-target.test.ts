/** HLD107: windows over the target are a part of it where they end with the row that is to be predicted, and only there. */
import { describe, expect, it } from "vitest";
import { check } from "../helpers/check.js";

const found = async (text: string): Promise<string[]> =>
  (await check([text])).findings.filter((f) => f.code === "HLD107").map((f) => `${text.slice(0, f.at.start).split("\n").length} ${f.confidence}`);
const head = `import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
df = pd.read_csv("ferries.csv").sort_values("day")
df["before"] = df["cars"].shift(1)
`;
const judged = `n = int(len(X) * 0.8)
print(RandomForestRegressor().fit(X[:n], y[:n]).score(X[n:], y[n:]))
`;
const plain = (made: string): string => `${head}${made}\ndf = df.dropna()\nX, y = df[["before", "made"]], df["cars"]\n${judged}`;

describe("a window that ends with the row", () => {
  it.each([
    'df["made"] = df["cars"].rolling(7).mean()',
    'df["made"] = df["cars"].rolling(window=7, min_periods=1).std().fillna(0)',
    'df["made"] = df["cars"].expanding().mean()',
    'df["made"] = df["cars"].ewm(span=3).mean()',
    'df["made"] = df.groupby("port")["cars"].transform(lambda s: s.rolling(7).max())',
  ])("tells a part of the target: %s", async (made) => {
    expect(await found(plain(made))).toEqual(["6 certain"]);
  });
  it("is told at each of the calls", async () => {
    const two = `${head}df["made"] = df["cars"].rolling(7).mean()\ndf["more"] = df["cars"].rolling(28).mean()\nX, y = df[["before", "made", "more"]], df["cars"]\n${judged}`;
    expect(await found(two)).toEqual(["6 certain", "7 certain"]);
  });
});

describe("a window of earlier rows, of another column, or for a later row", () => {
  it.each([
    'df["made"] = df["cars"].shift(1).rolling(7).mean()',
    'df["made"] = df["cars"].rolling(7).mean().shift(1)',
    'df["made"] = df["cars"].rolling(7, closed="left").mean()',
    'df["made"] = df["before"].rolling(7).mean()',
    'df["made"] = df["wind"].rolling(7).mean()',
  ])("tells nothing of it: %s", async (made) => {
    expect(await found(plain(made))).toEqual([]);
  });
  const made = 'df["made"] = df["cars"].rolling(7).mean()\n';
  it("is known when the next row is predicted", async () => {
    expect(await found(`${head}${made}df["next"] = df["cars"].shift(-1)\ndf = df.dropna()\nX, y = df[["before", "made"]], df["next"]\n${judged}`)).toEqual([]);
    expect(await found(`${head}${made}df = df.dropna()\nX, y = df[["before", "made"]].iloc[:-1], df["cars"].iloc[1:]\n${judged}`)).toEqual([]);
  });
  it("is known where sequences of rows predict the one behind them", async () => {
    const sequences = `X, y = [], []
for i in range(10, len(df)):
    X.append(df[["before", "made"]].values[i - 10 : i].flatten())
    y.append(df["cars"].values[i])
X, y = np.array(X), np.array(y)
`;
    expect(await found(`${head}${made}df = df.dropna()\n${sequences}${judged}`)).toEqual([]);
    const views = 'X = np.lib.stride_tricks.sliding_window_view(df[["before", "made"]], 5, axis=0)[:-1]\ny = df["cars"].iloc[5:]\n';
    expect(await found(`${head}${made}df = df.dropna()\n${views}${judged}`)).toEqual([]);
  });
});

describe("rows that are laid beside others than their own", () => {
  const made = 'df["made"] = df["cars"].rolling(7).mean()\n';
  it.each([
    'df["next"] = np.append(df["cars"].values[1:], np.nan)\ny = df["next"]',
    'y = pd.Series(df["cars"].values[1:], index=df.index[:-1])',
    'y = df["cars"][1:].reset_index(drop=True)',
    'y = df["cars"].drop(df.index[0])',
    'y = [df["cars"].iloc[min(i + 1, len(df) - 1)] for i in range(len(df))]',
  ])("have the target of a later row: %s", async (y) => {
    expect(await found(`${head}${made}df = df.dropna()\nX = df[["before", "made", "wind"]]\n${y}\n${judged}`)).toEqual([]);
  });
  it.each([
    'm = df["cars"].rolling(7).mean()\ndf["made"] = np.concatenate([[np.nan], m.values[:-1]])',
    'm = df["cars"].rolling(7).mean()\nm.index = m.index + pd.Timedelta(days=1)\ndf["made"] = m',
    'df["made"] = df["cars"].rolling(8).apply(lambda w: w[:-1].mean(), raw=True)',
    'df["made"] = (df["cars"].rolling(8).sum() - df["cars"]) / 7',
    'df["made"] = df["cars"].rolling(7).count()',
    'df["made"] = df["cars"].rolling(Earlier(window_size=7)).mean()',
  ])("or a window of earlier ones: %s", async (line) => {
    const told = (await check([plain(line)])).findings.filter((f) => f.code === "HLD107" && f.message.includes("own row"));
    expect(told).toEqual([]);
  });
});

describe("a text that asks for many ways to read it", () => {
  it("is read in one way, as long as it may be", async () => {
    const long = `note = """cars[${" ".repeat(400_000)}"""\n`;
    expect(await found(`${long}${plain('df["made"] = df["cars"].rolling(7).mean()')}`)).toEqual(["7 certain"]);
  });
});
