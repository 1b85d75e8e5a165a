/** Fills of columns that have no gap in the data file beside the program. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { DataFileCache } from "../../server/src/cli/dataFiles.js";
import { check } from "../helpers/check.js";

const rows = (age: (i: number) => string): string =>
  ["age,dose,town,empty,bad", ...Array.from({ length: 60 }, (_, i) => `${age(i)},${(i * 7) % 11},t${i % 3},,${i % 2}`)].join("\n");
const whole = rows((i) => `${20 + i}`);
const gappy = rows((i) => (i % 4 ? `${20 + i}` : ""));

/** Codes of what is said of fills, where a folder holds these files and the program `src/train.py`. */
async function codes(files: Readonly<Record<string, string>>, prepare: string, read = 'pd.read_csv("loans.csv")'): Promise<string[]> {
  const root = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), "holdout-gaps-"));
  onTestFinished(() => fs.rmSync(root, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    fs.writeFileSync(path.join(root, name), content);
  }
  const text = `import pandas as pd
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
df = ${read}
${prepare}
a, b, c, d = train_test_split(df[["age", "dose"]], df["bad"], random_state=1)
print(LogisticRegression().fit(a, c).score(b, d))
`;
  const dataFiles = new DataFileCache().forProgram(path.join(root, "src/train.py"), root, () => {});
  const { findings } = await check([text], { dataFiles });
  return findings.filter((f) => f.code === "HLD101" && f.severity !== "hint").map((f) => f.code);
}

const one = 'df["age"] = df["age"].fillna(df["age"].median())';

it.each([
  one,
  "df = df.fillna(df.mean(numeric_only=True))",
  'middle = df["age"].mean()\ndf["age"] = df["age"].fillna(middle)',
  'df[["age", "dose"]] = SimpleImputer().fit_transform(df[["age", "dose"]])',
])("%s fills nothing where the file has no gap in what it fills", async (fill) => {
  expect(await codes({ "src/loans.csv": whole }, fill)).toEqual([]);
  expect(await codes({ "src/loans.csv": gappy }, fill)).toEqual(["HLD101"]);
  expect(await codes({}, fill)).toEqual(["HLD101"]);
});

it("a file of that name in a folder nearby tells of gaps, if it is the only one", async () => {
  expect(await codes({ "data/loans.csv": whole }, one, 'pd.read_csv("../input/loans.csv")')).toEqual([]);
  expect(await codes({ "src/tables/loans.csv": whole }, one)).toEqual([]);
  expect(await codes({ "data/loans.csv": gappy }, one)).toEqual(["HLD101"]);
  expect(await codes({ "data/loans.csv": whole, "raw/loans.csv": whole }, one)).toEqual(["HLD101"]);
  expect(await codes({ "data/deep/loans.csv": whole }, one)).toEqual(["HLD101"]);
});

it("rows of another file may have gaps where a model never sees them", async () => {
  const both = `df["bad"] = df["bad"] > 0
asked = pd.read_csv("asked.csv")
both = pd.concat([df, asked], sort=False)
both["town"] = both["town"].fillna("none")
for col in ["age", "dose"]:
    both[col] = both[col].fillna(both[col].mean())`;
  const labelled = "df = both[:len(df)]";
  expect(await codes({ "src/loans.csv": whole, "src/asked.csv": gappy }, `${both}\n${labelled}`)).toEqual([]);
  expect(await codes({ "src/loans.csv": gappy, "src/asked.csv": whole }, `${both}\n${labelled}`)).toEqual(["HLD101"]);
  expect(await codes({ "src/loans.csv": whole, "src/asked.csv": gappy }, `${both}\ndf = both`)).toEqual(["HLD101"]);
  const made = both.replace('df["bad"]', 'df["age"] = df["age"].where(df["age"] > 30)\ndf["bad"]');
  expect(await codes({ "src/loans.csv": whole, "src/asked.csv": gappy }, `${made}\n${labelled}`)).toEqual(["HLD101"]);
});

it("gaps that the program makes itself are filled", async () => {
  for (const made of ['df["age"] = df["age"].replace(0, float("nan"))', 'df["age"] = df["age"].where(df["age"] > 30)', 'df = df.merge(other, how="left")'])
    expect(await codes({ "src/loans.csv": whole }, `${made}\n${one}`, 'pd.read_csv("loans.csv")\nother = pd.read_csv("b.csv")')).toEqual(["HLD101"]);
  expect(await codes({ "src/loans.csv": whole }, one, 'pd.read_csv("loans.csv").replace(0, float("nan"))')).toEqual(["HLD101"]);
});

it("a column that the file does not have may have gaps", async () => {
  expect(
    await codes(
      { "src/loans.csv": whole },
      'df["age"] = df["age"] / df["dose"]\ndf["more"] = df["age"]\ndf["more"] = df["more"].fillna(df["more"].median())\ndf["age"] = df["more"]',
    ),
  ).toEqual(["HLD101"]);
});
