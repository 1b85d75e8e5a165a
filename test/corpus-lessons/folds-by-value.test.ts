/** Rounds over the values of a column: what each round splits anew is its test part, and what it leaves out is a fold. */
import { expect, it } from "vitest";
import { check } from "../helpers/check.js";

const codes = async (text: string): Promise<string[]> => (await check([text])).findings.filter((f) => /^HLD10[12]$/.test(f.code)).map((f) => f.code);
const head = `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
df = pd.read_csv("strokes.csv")
for who in range(12):
    own, others = df[df["who"] == who], df[df["who"] != who]
`;
const scored = `    model = LogisticRegression().fit(scaler.transform(train[["x", "y"]]), train["mine"])
    print(model.score(scaler.transform(test[["x", "y"]]), test["mine"]))
`;

it("a split within each round has a test part", async () => {
  const split = `    (own_train, own_test), (other_train, other_test) = train_test_split(own, test_size=0.3), train_test_split(others, test_size=0.3)
    train, test = pd.concat([own_train, other_train]), pd.concat([own_test, other_test])
`;
  expect(await codes(`${head}${split}    scaler = StandardScaler().fit(test[["x", "y"]])\n${scored}`)).toEqual(["HLD101"]);
  expect(await codes(`${head}${split}    scaler = StandardScaler().fit(train[["x", "y"]])\n${scored}`)).toEqual([]);
});

it("one value left out after the other validates", async () => {
  expect(await codes(`${head}    train, test = others, own\n    scaler = StandardScaler().fit(df[["x", "y"]])\n${scored}`)).toEqual(["HLD102"]);
});
