/** Column names that are put together, and lists of names taken before columns were added. */
import { describe, expect, it } from "vitest";
import { check, places } from "../helpers/check.js";

const found = async (text: string): Promise<string[]> => places((await check([text])).findings, [text]).filter((p) => /HLD101/.test(p));
const program = (names: string, write: string, use: string): string => `import pandas as pd
from sklearn.decomposition import PCA
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split
df = pd.read_csv("cars.csv")
parts = PCA(20).fit_transform(df.drop(columns="y"))
${names}
${write}
X_train, X_test, y_train, y_test = train_test_split(${use}, df["y"], random_state=0)
print(Ridge().fit(X_train, y_train).score(X_test, y_test))
`;
const before = 'usable = list(set(df.columns) - {"y"})';

describe("names taken before columns were added", () => {
  it.each([
    'df["first"] = parts[:, 0]',
    'for i in range(3):\n    df["pca_" + str(i)] = parts[:, i]',
    'for i in range(1, 200):\n    df["pca_" + str(i)] = parts[:, i - 1]',
    'for i in range(1, 200):\n    df[f"pca_{i}"] = parts[:, i - 1]',
  ])("do not hold the new ones: %s", async (write) => {
    expect(await found(program(before, write, "df[usable]"))).toEqual([]);
    expect((await found(program("", write, 'df.drop(columns="y")'))).length).toBe(1);
  });
  it("hold columns that were overwritten", async () => {
    expect((await found(program(before, 'df["age"] = df["age"].fillna(df["age"].mean())', "df[usable]"))).length).toBe(1);
  });
});

describe("names put together", () => {
  it("are found again by the name written out", async () => {
    const write = 'for i in range(1, 200):\n    df["pca_" + str(i)] = parts[:, i - 1]';
    expect((await found(program("", write, 'df[["age", "pca_7"]]'))).length).toBe(1);
    expect(await found(program("", write, 'df[["age", "weight"]]'))).toEqual([]);
  });
});
