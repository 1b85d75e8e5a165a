/** Arrays that are cut out of a table: their rows are told by the labels of the table, where rows are dropped on the way. */
import { describe, expect, it } from "vitest";
import { fixedText, withheld } from "./offers.js";

const text = (cuts: string, learns = 'df["leaf"] = df["leaf"].fillna(df["leaf"].mean())\n'): string => `import numpy as np
import pandas as pd
from sklearn.impute import SimpleImputer
from sklearn.neighbors import KNeighborsRegressor
from sklearn.model_selection import train_test_split
df = pd.read_csv("plants.csv")
${learns}few = df[df["stem"] > 3]
${cuts}X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=4)
print(KNeighborsRegressor().fit(X_train, y_train).score(X_test, y_test))
`;
const taken = (table: string): string => `train_places = ${table}.index.get_indexer(train_rows[train_rows.isin(${table}.index)])
test_places = ${table}.index.get_indexer(test_rows[test_rows.isin(${table}.index)])
X_train, X_test, y_train, y_test = X[train_places], X[test_places], y[train_places], y[test_places]
`;

describe("arrays that are cut from a table", () => {
  it.each([
    ["few", "X = few.iloc[:, 0:-1].values\ny = few.iloc[:, -1].values\n"],
    ["few", 'X, y = few[["leaf", "stem"]].to_numpy(), few.height.to_numpy().reshape(-1, 1)\n'],
    ["few", 'columns = ["leaf", "stem"]\nX = np.array(few[columns])\ny = few["height"].values.ravel()\nfew["bed"] = 0\n'],
    ["few", 'X = few.iloc[:, 0:-1].values\ny = np.log(few["height"].values + 1)\n'],
    ["few", 'X = few.drop("height", axis=1)\nX = X.values\ny = few["height"].values\n'],
  ])("go by the labels of %s", async (table, cuts) => {
    const fixed = await fixedText(text(cuts), "HLD101");
    expect(fixed).toContain("train_rows, test_rows = train_test_split(df.index, random_state=4)\n");
    expect(fixed).toContain(taken(table));
  });

  it("stay in the order of their table where that is not mixed", async () => {
    const cuts = 'X, y = few[["leaf", "stem"]].values, few["height"].values\n';
    const fixed = await fixedText(text(cuts).replace("random_state=4", "shuffle=False"), "HLD101");
    expect(fixed).toContain("X[few.index.isin(train_rows)], X[few.index.isin(test_rows)],\n    y[few.index.isin(train_rows)], y[few");
  });

  it.each([
    ["the table loses rows afterwards", "X = few.iloc[:, 0:-1].values\ny = few.iloc[:, -1].values\nfew.dropna(inplace=True)\n"],
    ["it is another one afterwards", "X = few.iloc[:, 0:-1].values\ny = few.iloc[:, -1].values\nfew = few.head()\n"],
    ["only some of its rows are cut", 'X = few[few["leaf"] > 2].values\ny = few[few["leaf"] > 2]["height"].values\n'],
    ["the rows are put into another shape", "X = few.iloc[:, 0:-1].values.reshape(-1, 2)\ny = few.iloc[:, -1].values\n"],
  ])("have no labels where %s", async (_, cuts) => {
    expect((await withheld(text(cuts), "HLD101")).join()).toContain("may number the others anew");
  });

  it("are learned from by the labels that the table has", async () => {
    const cuts = 'X, y = few[["leaf", "stem"]], few["height"]\n';
    const inside = 'df["leaf"] = SimpleImputer().fit_transform(df["leaf"].values.reshape(-1, 1))\n';
    expect(await fixedText(text(cuts, inside), "HLD101")).toContain(
      'SimpleImputer().fit(df["leaf"].loc[train_rows].values.reshape(-1, 1)).transform(df["leaf"].values.reshape(-1, 1))\n',
    );
    const before = 'leaves = df[["leaf"]].values\ndf["leaf"] = SimpleImputer().fit_transform(leaves)\n';
    expect((await withheld(text(cuts, before), "HLD101")).join()).toContain("they have no labels");
  });
});
