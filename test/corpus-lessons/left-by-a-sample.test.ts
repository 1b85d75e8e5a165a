/** Rows that a condition may have taken from a table, of which a sample trains and the others, told by their index, are the test. */
import { expect, it } from "vitest";
import { check } from "../helpers/check.js";
import { reveal } from "../trace/reveal.js";

const program = (test: string): string => `import pandas as pd
from sklearn.preprocessing import StandardScaler
from sklearn.linear_model import Ridge
def load(path):
    rows = pd.read_csv(path)
    for name in rows.columns:
        if name.endswith("_unknown"):
            rows = rows.loc[rows[name] == 0]
    return rows
df = load("tolls.csv")
df[["lanes", "hour"]] = StandardScaler().fit_transform(df[["lanes", "hour"]])
train = df.sample(frac=0.8, random_state=1)
test = ${test}
model = Ridge().fit(train[["lanes", "hour"]], train["cars"])
print(model.score(test[["lanes", "hour"]], test["cars"]))
`;

it("knows that they are apart, whether the condition held or not", async () => {
  expect((await reveal(program("df.drop(train.index)"))).relation("train", "test")).toBe("disjoint");
  expect((await check([program("df.drop(train.index)")])).findings.map((f) => f.code)).toEqual(["HLD101"]);
});

it("knows nothing of the kind of rows that are drawn once more", async () => {
  expect((await reveal(program("df.sample(frac=0.2, random_state=2)"))).relation("train", "test")).not.toBe("disjoint");
});
