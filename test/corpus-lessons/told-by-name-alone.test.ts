/** What a statistic is asked for: one column of a table of groups, or no more than the names of its columns. */
import { expect, it } from "vitest";
import { check, places } from "../helpers/check.js";

const program = (lines: string, columns: string): string => `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
df = pd.read_csv("visits.csv")
${lines}
X = df[${columns}]
a, b, c, d = train_test_split(X, df["sick"], random_state=0)
print(LogisticRegression().fit(a, c).score(b, d))
`;
const found = async (text: string): Promise<string[]> =>
  places(
    (await check([text])).findings.filter((f) => f.severity !== "hint"),
    [text],
  );

it("the mean of the target by groups is that, wherever its name is written", async () => {
  const coded = (mean: string): string => program(`df["ward"] = df["ward"].map(df.groupby("ward")${mean})`, '["ward", "age"]');
  expect(await found(coded('["sick"].mean()'))).toEqual(["HLD104 cell1:5"]);
  expect(await found(coded('.mean()["sick"]'))).toEqual(["HLD104 cell1:5"]);
  expect(await found(coded('.mean(numeric_only=True)["dose"]'))).toEqual(["HLD101 cell1:5"]);
});

it("the names of a table's columns tell nothing of its rows", async () => {
  expect(await found(program("", '[c for c in df.describe(include="all").columns if c != "sick"]'))).toEqual([]);
  expect(await found(program('df["age"] = df["age"] - df.describe().loc["mean", "age"]', '["age"]'))).toEqual(["HLD101 cell1:5"]);
});
