/** HLD301: what shows that classes are imbalanced, what says that they are not, and what stands beside accuracy. */
import { expect, it } from "vitest";
import type { UnitInput } from "../../server/src/program/program.js";
import { binaryMeans, tablesIn } from "../../server/src/trace/outputs.js";
import { check, places } from "../helpers/check.js";

type Cell = string | Partial<UnitInput>;
const found = async (...cells: Cell[]): Promise<string[]> => places((await check(cells)).findings, cells).filter((p) => p.startsWith("HLD301"));
const head = `import numpy as np
import pandas as pd
from collections import Counter
from imblearn.over_sampling import SMOTE
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
loans = pd.read_csv("loans.csv")`;
const split = `X, y = loans[["income", "age"]], loans["unpaid"]
A, B, a, b = train_test_split(X, y, stratify=y, random_state=0)`;
const score = `model = LogisticRegression().fit(A, a)
print(accuracy_score(b, model.predict(B)))`;
const shown = (text: string, ...outputs: string[]): Cell => ({ text, outputs });
const series = (name: string, zeros: number, ones: number): string => `${name}\n0    ${zeros}\n1    ${ones}\nName: count, dtype: int64`;

it("reads every table of an output by its name", () => {
  expect(tablesIn(`0    90.1\n1     9.9\nName: smoker, dtype: float64\nno     950\nyes     50\nName: unpaid, dtype: int64`)).toEqual([
    { names: ["smoker"], numbers: [90.1, 9.9] },
    { names: ["unpaid"], numbers: [950, 50] },
  ]);
  expect(tablesIn("unpaid\nFalse    950\nTrue      50\ndtype: int64")).toEqual([{ names: ["unpaid"], numbers: [950, 50] }]);
  expect(tablesIn("Counter({0: 950, 1: 50})")).toEqual([{ names: [], numbers: [950, 50] }]);
  expect(tablesIn("array([950,  50])")).toEqual([{ names: [], numbers: [950, 50] }]);
});

const described = `             age  late fees       unpaid
count  2000.000000   2000.00  2000.000000
mean     41.500000      0.40     0.060000
std      11.200000      0.20     0.240000
min      18.000000      0.00     0.000000
25%      33.000000      0.20     0.000000
50%      41.000000      0.40     0.000000
75%      50.000000      0.60     0.000000
max      90.000000      1.00     1.000000`;

it("reads the share of the ones from a description", async () => {
  expect([...binaryMeans(described)]).toEqual([["unpaid", 0.06]]);
  const turned = `             count   mean        std   min   25%   50%   75%   max
age         2000.0  41.50  11.200000  18.0  33.0  41.0  50.0  90.0
late fees   2000.0   0.40   0.200000   0.0   0.2   0.4   0.6   1.0
unpaid      2000.0   0.06   0.240000   0.0   0.0   0.0   0.0   1.0`;
  expect([...binaryMeans(turned)]).toEqual([["unpaid", 0.06]]);
  expect(await found(head, shown("loans.describe()", described), split, score)).toEqual(["HLD301 cell4:2"]);
  expect(await found(head, shown("loans.describe()", described.replace("0.060000", "0.360000")), split, score)).toEqual([]);
  expect(await found(head, shown("loans.describe()", described.replace("unpaid", "smoker")), split, score)).toEqual([]);
});

it("takes the counts of one column for nothing where rows have several labels", async () => {
  const several = split.replace('loans["unpaid"]', 'loans[["unpaid", "fraud"]]').replace("stratify=y, ", "");
  const trees = score.replace("LogisticRegression()", "RandomForestClassifier()");
  expect(await found(head, shown("loans.describe()", described), several, trees)).toEqual([]);
  expect(await found(head, shown("loans.describe()", described), split, trees)).toEqual(["HLD301 cell4:2"]);
});

it("finds the target among the tables that one cell prints", async () => {
  const cell = `print(loans["region"].value_counts())\nprint(loans["unpaid"].value_counts())`;
  const rare = shown(cell, `${series("region", 600, 400)}\n${series("unpaid", 950, 50)}\n`);
  const other = shown(cell, `${series("region", 950, 50)}\n${series("unpaid", 600, 400)}\n`);
  expect(await found(head, rare, split, score)).toEqual(["HLD301 cell4:2"]);
  expect(await found(head, other, split, score)).toEqual([]);
});

it("takes groups, counters and counts of labels", async () => {
  for (const [text, output] of [
    [`loans.groupby("unpaid").size()`, "unpaid\n0    950\n1     50\ndtype: int64"],
    [`loans.groupby("unpaid")["age"].count()`, "unpaid\n0    950\n1     50\nName: age, dtype: int64"],
    ["Counter(y)", "Counter({0: 950, 1: 50})"],
    ["np.bincount(y)", "array([950,  50])"],
    ["y.value_counts()", series("unpaid", 950, 50)],
  ] as const)
    expect(await found(head, split, shown(text, output), score), text).toEqual(["HLD301 cell4:2"]);
});

it("follows a target that was renamed or made from a column", async () => {
  const renamed = shown(`loans = loans.rename(columns={"v1": "unpaid", "v2": "age"})\nloans["unpaid"].value_counts()`, series("unpaid", 950, 50));
  expect(await found(head, renamed, split, score)).toEqual(["HLD301 cell4:2"]);
  const made = `${split.split("\n")[0]?.replace('loans["unpaid"]', 'loans["delay"].apply(lambda days: 1 if days > 90 else 0)')}`;
  const cut = "A, B, a, b = train_test_split(X, y, stratify=y, random_state=0)";
  expect(await found(head, made, shown("y.value_counts()", series("delay", 950, 50)), cut, score)).toEqual(["HLD301 cell5:2"]);
  expect(await found(head, made, shown(`loans["delay"].value_counts()`, series("delay", 950, 50)), cut, score)).toEqual([]);
});

it("does not take sums by class or counted predictions for counts of the labels", async () => {
  const sums = shown(`loans.groupby("unpaid")["age"].sum()\nloans["region"].value_counts()`, "unpaid\n0    95000\n1     5000\nName: age, dtype: int64");
  expect(await found(head, sums, split, score)).toEqual([]);
  const predicted = shown(`submission["unpaid"].value_counts()`, series("unpaid", 950, 50));
  expect(await found(head, split, score, predicted)).toEqual([]);
});

it("needs seven of nine rows in one class", async () => {
  expect(await found(head, shown(`loans["unpaid"].value_counts()`, series("unpaid", 780, 220)), split, score)).toEqual(["HLD301 cell4:2"]);
  expect(await found(head, shown(`loans["unpaid"].value_counts()`, series("unpaid", 770, 230)), split, score)).toEqual([]);
});

it("believes counts before resampling", async () => {
  const resampled = `A2, a2 = SMOTE(random_state=0).fit_resample(A, a)\nmodel = RandomForestClassifier(random_state=0).fit(A2, a2)\nprint(accuracy_score(b, model.predict(B)))`;
  const even = shown(`pd.Series(a2).value_counts()`, series("unpaid", 700, 700));
  expect(await found(head, split, resampled, even)).toEqual(["HLD301 cell3:3"]);
  const near = shown(`loans["unpaid"].value_counts()`, series("unpaid", 560, 440));
  expect(await found(head, near, split, resampled, even)).toEqual([]);
});

it("leaves rows alone whose classes were evened out by hand", async () => {
  const counts = shown(`loans["unpaid"].value_counts()`, series("unpaid", 9500, 500));
  for (const evened of [
    "loans = pd.concat([loans[loans.unpaid == 0].sample(n=500, random_state=0), loans[loans.unpaid == 1]])",
    `loans = loans.groupby("unpaid").apply(lambda g: g.sample(500, random_state=0)).reset_index(drop=True)`,
  ]) {
    expect(await found(head, counts, evened, split, score), evened).toEqual([]);
    const drawn = [head, counts, evened, split.replace("stratify=y, ", ""), score];
    expect(
      (await check(drawn)).findings.map((f) => f.code),
      evened,
    ).not.toContain("HLD302");
  }
  expect(await found(head, counts, split, score)).toEqual(["HLD301 cell4:2"]);
});

it("is silent beside a metric that tells the classes apart, whoever computes it", async () => {
  const counts = shown(`loans["unpaid"].value_counts()`, series("unpaid", 950, 50));
  for (const beside of [
    "print(pd.crosstab(b, predicted))",
    "from mine import draw_confusion_matrix\ndraw_confusion_matrix(b, model.predict(B))",
    "recall = ((model.predict(B) == 1) & (b == 1)).sum() / (b == 1).sum()",
    "from sklearn.metrics import f1_score\nprint(f1_score(b, model.predict(B)))",
  ])
    expect(await found(head, counts, split, score, `predicted = model.predict(B)\n${beside}`), beside).toEqual([]);
  expect(await found(head, counts, split, "from sklearn.metrics import f1_score  # another day", score)).toEqual(["HLD301 cell5:2"]);
});

it("says nothing of scores that a test compares", async () => {
  const program = (name: string): string => `from sklearn.datasets import make_classification
from sklearn.ensemble import RandomForestClassifier
def ${name}():
    X, y = make_classification(n_samples=500, weights=[0.9], random_state=0)
    model = RandomForestClassifier(random_state=0).fit(X[:400], y[:400])
    assert model.score(X[400:], y[400:]) > 0.8
${name}()
`;
  expect(await found(program("main"))).toEqual(["HLD301 cell1:6"]);
  expect(await found(program("test_forest"))).toEqual([]);
});

it("asks no shares of the classes of a split of one class (HLD302)", async () => {
  const program = (rows: string): Cell[] => [
    head,
    shown('loans["unpaid"].value_counts()', series("unpaid", 950, 50)),
    `train, test = train_test_split(${rows}, random_state=0)
model = LogisticRegression().fit(train[["income", "age"]], train["unpaid"])
print(accuracy_score(test["unpaid"], model.predict(test[["income", "age"]])))`,
  ];
  const strata = async (rows: string): Promise<string[]> => places((await check(program(rows))).findings, program(rows)).filter((p) => p.startsWith("HLD302"));
  expect(await strata("loans")).toEqual(["HLD302 cell3:1"]);
  expect(await strata('loans[loans["unpaid"] == 0]')).toEqual([]);
  expect(await strata('loans[loans["age"] == 40]')).toEqual(["HLD302 cell3:1"]);
});
