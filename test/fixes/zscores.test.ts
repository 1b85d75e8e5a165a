/** Deviations from the mean: those of all rows are told by the mean of the training rows. */
import { describe, expect, it } from "vitest";
import { fixedText, withheld } from "./offers.js";
import { scored, split } from "./plants.js";

const program = (imports: string, made: string): string => `import numpy as np
import pandas as pd
${imports}
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
df = pd.read_csv("plants.csv")
${made}
X, y = df[["leaf", "stem"]], df["kind"]
${split}${scored}`;

describe("zscore", () => {
  it("gives way to the function that takes the rows to go by", async () => {
    const text = await fixedText(program("from scipy import stats", 'df["leaf"] = stats.zscore(df["leaf"], ddof=1)'), "HLD101");
    expect(text).toContain('df["leaf"] = stats.zmap(df["leaf"], df["leaf"].iloc[train_rows], ddof=1)');
  });

  it("is imported under its own name", async () => {
    const text = await fixedText(program("from scipy.stats import zscore", 'df = df[np.abs(zscore(df["leaf"])) < 3]'), "HLD101");
    expect(text).toContain("from scipy.stats import zmap\n");
    expect(text).toContain('df = df[np.abs(zmap(df["leaf"], df["leaf"].loc[train_rows])) < 3]');
  });

  it("is applied column by column to go by the training rows of each", async () => {
    const text = await fixedText(program("from scipy import stats", 'df[["leaf", "stem"]] = df[["leaf", "stem"]].apply(stats.zscore)'), "HLD101");
    expect(text).toContain('= df[["leaf", "stem"]].apply(lambda column: stats.zmap(column, column.iloc[train_rows]))\n');
    const named = program("from scipy.stats import zscore", 'column = ["leaf", "stem"]\ndf = df[(df[column].apply(zscore) < 3).all(axis=1)]');
    expect(await fixedText(named, "HLD101")).toContain("df[column].apply(lambda values: zmap(values, values.loc[train_rows]))");
    const further = program("from scipy import stats", 'df[["leaf", "stem"]] = df[["leaf", "stem"]].apply(stats.zscore, ddof=1)');
    expect(await withheld(further, "HLD101")).toContain("`zscore` is called in a way that cannot be followed.");
  });

  it("goes by the rows that are picked before gaps are left out", async () => {
    const text = await fixedText(program("import scipy.stats", 'df["leaf"] = scipy.stats.zscore(df["leaf"].fillna(0))'), "HLD101");
    expect(text).toContain('scipy.stats.zmap(df["leaf"].fillna(0), df["leaf"].iloc[train_rows].fillna(0))');
  });
});

describe("a function that drops rows by their deviation", () => {
  const made = (call: string, last = "return table"): string => `def near(table, names, most=3):
    for name in names:
        table = table[np.abs(stats.zscore(table[name])) < most]
    ${last}
df = ${call}`;
  const fixedCall = async (call: string): Promise<string> => fixedText(program("from scipy import stats", made(call)), "HLD101");

  it("is handed the training rows behind what it asks for", async () => {
    const text = await fixedCall('near(df, ["leaf", "stem"])');
    expect(text).toContain("def near(table, names, train_rows, most=3):");
    expect(text).toContain('df = near(df, ["leaf", "stem"], train_rows)');
    expect(text).toContain("stats.zmap(table[name], table.loc[table.index.isin(train_rows), name])");
  });

  it("is handed them in front of what may be left out, and by their name behind other names", async () => {
    expect(await fixedCall('near(df, ["leaf", "stem"], 2)')).toContain('near(df, ["leaf", "stem"], train_rows, 2)');
    expect(await fixedCall('near(df, names=["leaf", "stem"])')).toContain('near(df, names=["leaf", "stem"], train_rows=train_rows)');
  });

  it("is left alone where it numbers the rows anew", async () => {
    const text = program("from scipy import stats", made('near(df, ["leaf", "stem"])', "return table.reset_index(drop=True)"));
    expect((await withheld(text, "HLD101")).length).toBeGreaterThan(0);
  });

  it("is left alone where another function does so later", async () => {
    const later = "\ndef whole(table):\n    return pd.concat([table], ignore_index=True)\ndf = whole(df)";
    const text = program("from scipy import stats", made('near(df, ["leaf", "stem"])') + later);
    expect((await withheld(text, "HLD101")).length).toBeGreaterThan(0);
  });

  it("keeps labels where columns are joined beside the others", async () => {
    const later = '\ndf = pd.concat([df, pd.get_dummies(df["place"])], axis=1)';
    expect(await fixedText(program("from scipy import stats", made('near(df, ["leaf", "stem"])') + later), "HLD101")).toContain("stats.zmap(");
  });
});
