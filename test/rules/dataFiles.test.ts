/** What rules make of profiles of data files: findings that the file raises, findings that it settles, and silence. */
import { describe, expect, it } from "vitest";
import type { DataFileRead, DataFiles } from "../../server/src/profiles/dataFile.js";
import { FileProfiler } from "../../server/src/profiles/profiler.js";
import { check, places } from "../helpers/check.js";

/** Data files by name, profiled when they are asked for. */
function filesOf(texts: Readonly<Record<string, string>>): DataFiles & { readonly asked: DataFileRead[] } {
  const asked: DataFileRead[] = [];
  return {
    asked,
    profile(read, targets) {
      asked.push(read);
      const text = texts[read.path];
      if (text === undefined) return null;
      const profiler = new FileProfiler(read.path, read, targets);
      profiler.push(text);
      return profiler.finish(false);
    },
  };
}

const noise = (i: number, of: number): number => (Math.imul(i + 1, 2654435761) >>> 7) % of;
const table = (n: number, header: string, row: (i: number) => string): string => `${header}\n${Array.from({ length: n }, (_, i) => row(i)).join("\n")}\n`;
const day = (i: number): string => new Date(Date.UTC(2020, 0, 1 + i)).toISOString().slice(0, 10);

const head = `import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score
from sklearn.model_selection import train_test_split
`;
const lines = head.split("\n").length;

/** Codes and lines of a program below the usual imports. */
async function found(program: string, texts: Readonly<Record<string, string>>): Promise<string[]> {
  const text = head + program;
  const { findings } = await check([text], { dataFiles: filesOf(texts) });
  return places(findings, [text]).map((place) => place.replace(/ cell1:(\d+)$/, (_, line) => `:${Number(line) - lines + 1}`));
}

const imbalanced = table(1000, "age,score,fraud", (i) => `${20 + noise(i, 60)},${noise(i * 3, 100_000)},${i % 20 === 0 ? 1 : 0}`);
const balanced = table(1000, "age,score,fraud", (i) => `${20 + noise(i, 60)},${noise(i * 3, 100_000)},${i % 2}`);
const accuracyOnly = (options = "") => `df = pd.read_csv("d.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="fraud"), df["fraud"], stratify=df["fraud"], random_state=0)
model = LogisticRegression(${options}).fit(X_train, y_train)
print(accuracy_score(y_test, model.predict(X_test)))
`;

describe("shares of classes", () => {
  it("raise the only metric", async () => {
    expect(await found(accuracyOnly(), { "d.csv": imbalanced })).toEqual(["HLD301:4"]);
    expect(await found(accuracyOnly(), { "d.csv": balanced })).toEqual([]);
    expect(await found(accuracyOnly(), {})).toEqual([]);
  });

  it("settle what a weight alone suggests", async () => {
    expect(await found(accuracyOnly('class_weight="balanced"'), {})).toEqual(["HLD301:4"]);
    expect(await found(accuracyOnly('class_weight="balanced"'), { "d.csv": balanced })).toEqual([]);
  });

  it("say which evidence they are", async () => {
    const { findings } = await check([head + accuracyOnly()], { dataFiles: filesOf({ "d.csv": imbalanced }) });
    expect(findings[0]?.steps[0]?.message).toBe("the imbalance shows here: 95 % of the 1,000 rows of `d.csv` have `fraud` `0`");
  });

  it("raise a split without strata, unless the rare class has thousands of rows", async () => {
    const program = `df = pd.read_csv("d.csv").dropna()
X_train, X_test, y_train, y_test = train_test_split(df[["age", "score"]], df["fraud"], random_state=0)
print(f1_score(y_test, LogisticRegression().fit(X_train, y_train).predict(X_test)))
`;
    expect(await found(program, { "d.csv": imbalanced })).toEqual(["HLD302:2"]);
    expect(await found(program, { "d.csv": balanced })).toEqual([]);
    const large = table(60_000, "age,score,fraud", (i) => `${20 + noise(i, 60)},${noise(i, 100_000)},${i % 20 === 0 ? 1 : 0}`);
    expect(await found(program, { "d.csv": large })).toEqual([]);
  });

  it.each([
    ["filtered", 'df = pd.read_csv("d.csv")\ndf = df[df["age"] > 40]'],
    ["chosen by a query", 'df = pd.read_csv("d.csv").query("age > 40")'],
    ["joined by others", 'df = pd.concat([pd.read_csv("d.csv"), pd.read_csv("e.csv")])'],
    ["with a path that is no literal", "import sys\ndf = pd.read_csv(sys.argv[1])"],
    ["with options nobody understands", 'df = pd.read_csv("d.csv", skiprows=lambda i: i % 2)'],
  ])("say nothing of rows that are %s", async (_, reading) => {
    const program = `${reading}
X_train, X_test, y_train, y_test = train_test_split(df[["age", "score"]], df["fraud"], random_state=0)
print(f1_score(y_test, LogisticRegression().fit(X_train, y_train).predict(X_test)))
`;
    expect(await found(program, { "d.csv": imbalanced, "e.csv": balanced })).toEqual([]);
  });
});

describe("columns that tell the target", () => {
  const passengers = table(600, "age,alive,survived", (i) => `${noise(i, 80)},${noise(i, 2) ? "yes" : "no"},${noise(i, 2)}`);
  const program = (inputs: string) => `df = pd.read_csv("d.csv")
X = df${inputs}
y = df["survived"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
print(f1_score(y_test, LogisticRegression().fit(X_train, y_train).predict(X_test)))
`;

  it("raise, wherever they are among the inputs", async () => {
    expect(await found(program('.drop(columns=["survived"])'), { "d.csv": passengers })).toEqual(["HLD107:2"]);
    expect(await found(program('[["age", "alive"]]'), { "d.csv": passengers })).toEqual(["HLD107:2"]);
  });

  it("are named in the message", async () => {
    const { findings } = await check([head + program('.drop(columns=["survived"])')], { dataFiles: filesOf({ "d.csv": passengers }) });
    expect(findings[0]?.message).toBe("`alive` is a copy of the target `survived` in `d.csv`, and is among the inputs");
    expect(findings[0]?.steps[0]?.message).toBe("read here: `alive` is another name for `survived` in all of the 600 rows of `d.csv`");
  });

  it("do nothing where they are left out, or where the answer is another row's", async () => {
    expect(await found(program('.drop(columns=["survived", "alive"])'), { "d.csv": passengers })).toEqual([]);
    expect(await found(program('[["age"]]'), { "d.csv": passengers })).toEqual([]);
    const shifted = program('[["age", "alive"]]').replace('df["survived"]', 'df["survived"].shift(-1)');
    expect((await found(shifted, { "d.csv": passengers })).filter((x) => x.startsWith("HLD107"))).toEqual([]);
  });
});

describe("copies of rows", () => {
  const program = `df = pd.read_csv("d.csv")
X_train, X_test, y_train, y_test = train_test_split(df[["a", "b"]], df["y"], random_state=0)
print(f1_score(y_test, LogisticRegression().fit(X_train, y_train).predict(X_test)))
`;
  const copied = table(1000, "a,b,y", (i) => `${noise(i % 700, 100_000)},${noise(i % 700, 9999)},${noise(i % 700, 2)}`);

  it("raise a random split", async () => {
    expect(await found(program, { "d.csv": copied })).toEqual(["HLD106:2"]);
  });

  it("are a hint where the program splits as it should, however many they are", async () => {
    const severity = async (unlike: number): Promise<readonly string[]> => {
      const text = table(1000, "a,b,y", (i) => `${noise(i % unlike, 100_000)},${noise(i % unlike, 9999)},${noise(i % unlike, 2)}`);
      const { findings } = await check([head + program], { dataFiles: filesOf({ "d.csv": text }) });
      return findings.map((f) => `${f.severity}: ${f.message}`);
    };
    expect(await severity(900)).toEqual(["hint: 100 rows of `d.csv` occur more than once: copies may lie on both sides of this split"]);
    expect(await severity(400)).toEqual(["hint: 600 rows of `d.csv` occur more than once: copies may lie on both sides of this split"]);
  });

  it("are nothing where the program drops them, where there are few, and where rows are alike by chance", async () => {
    expect(await found(program.replace('csv")', 'csv").drop_duplicates()'), { "d.csv": copied })).toEqual([]);
    expect(await found(program, { "d.csv": table(1000, "a,b,y", (i) => `${noise(i % 980, 100_000)},${noise(i % 980, 9999)},${noise(i % 980, 2)}`) })).toEqual(
      [],
    );
    expect(await found(program, { "d.csv": table(1000, "a,b,y", (i) => `${noise(i, 3)},${noise(i * 7, 4)},${noise(i * 3, 2)}`) })).toEqual([]);
  });

  it("raise a test file that repeats the training file", async () => {
    const twoFiles = `train, test = pd.read_csv("train.csv"), pd.read_csv("test.csv")
model = LogisticRegression().fit(train[["a", "b"]], train["y"])
print(f1_score(test["y"], model.predict(test[["a", "b"]])))
`;
    const row = (i: number) => `${noise(i, 100_000)},${noise(i * 3, 9999)},${noise(i, 2)}`;
    const train = table(1000, "a,b,y", row);
    expect(await found(twoFiles, { "train.csv": train, "test.csv": table(200, "a,b,y", (i) => row(i + 900)) })).toEqual(["HLD106:3"]);
    expect(await found(twoFiles, { "train.csv": train, "test.csv": table(200, "a,b,y", (i) => row(i + 2000)) })).toEqual([]);
    // The files are at fault once, however many scores stand on them.
    const scores = `${twoFiles}print(accuracy_score(test["y"], model.predict(test[["a", "b"]])))\nprint(model.score(test[["a", "b"]], test["y"]))\n`;
    const repeated = await found(`from sklearn.metrics import accuracy_score\n${scores}`, {
      "train.csv": train,
      "test.csv": table(200, "a,b,y", (i) => row(i + 900)),
    });
    expect(repeated).toEqual(["HLD106:4"]);
  });
});

describe("repeated ids", () => {
  const visits = table(
    900,
    "patient_id,dose,age,better",
    (i) => `${Math.floor(i / 4)},${noise(i, 1000)},${noise(Math.floor(i / 4), 90)},${noise(Math.floor(i / 4), 2)}`,
  );
  const program = (inputs: string) => `df = pd.read_csv("d.csv")
X_train, X_test, y_train, y_test = train_test_split(df${inputs}, df["better"], random_state=0)
print(f1_score(y_test, LogisticRegression().fit(X_train, y_train).predict(X_test)))
`;
  const without = '.drop(columns=["patient_id", "better"])';

  it("raise a split without groups", async () => {
    expect(await found(program(without), { "d.csv": visits })).toEqual(["HLD110:2"]);
    expect(await found(program('[["dose", "age"]]'), { "d.csv": visits })).toEqual(["HLD110:2"]);
  });

  it("are nothing by their name alone, where ids are inputs, or where rows of one id are not alike", async () => {
    expect(await found(program(without), {})).toEqual([]);
    expect(await found(program('.drop(columns=["better"])'), { "d.csv": visits })).toEqual([]);
    const single = table(900, "patient_id,dose,age,better", (i) => `${i},${noise(i, 1000)},${noise(i * 3, 90)},${noise(i * 5, 2)}`);
    expect(await found(program(without), { "d.csv": single })).toEqual([]);
    const rounded = visits.replace(/^(\d+)/gm, "1.2$1E+18");
    expect(await found(program(without), { "d.csv": rounded })).toEqual([]);
    const unlike = table(900, "patient_id,dose,age,better", (i) => `${Math.floor(i / 4)},${noise(i, 1000)},${noise(i * 3, 90)},${noise(i * 5, 2)}`);
    expect(await found(program(without), { "d.csv": unlike })).toEqual([]);
  });
});

describe("order in time", () => {
  const program = `df = pd.read_csv("d.csv")
X_train, X_test, y_train, y_test = train_test_split(df[["warmth"]], df["load"], random_state=0)
print(RandomForestRegressor(random_state=0).fit(X_train, y_train).score(X_test, y_test))
`;
  const series = table(500, "day,warmth,load", (i) => `${day(i)},${noise(i, 300)},${(100 + 30 * Math.sin(i / 40) + noise(i, 10) / 10).toFixed(2)}`);

  it("raises a shuffled series", async () => {
    expect(await found(program, { "d.csv": series })).toEqual(["HLD108:2"]);
  });

  it("is nothing where neighbours are strangers, or days are not in order", async () => {
    expect(await found(program, { "d.csv": table(500, "day,warmth,load", (i) => `${day(i)},${noise(i, 300)},${noise(i * 3, 1000)}`) })).toEqual([]);
    const mixed = table(500, "day,warmth,load", (i) => `${day((i * 7) % 500)},${noise(i, 300)},${(100 + 30 * Math.sin(((i * 7) % 500) / 40)).toFixed(2)}`);
    expect(await found(program, { "d.csv": mixed })).toEqual([]);
  });
});

describe("what is asked of files", () => {
  it("names the reading as the program does", async () => {
    const dataFiles = filesOf({});
    const program = `a = pd.read_csv("a.csv", sep=";", decimal=",", encoding="latin-1", nrows=500)
b = pd.read_table("b.tsv", header=None, names=["x", "y"])
c = pd.read_json("c.jsonl", lines=True)
import numpy as np
import polars as pl
d = np.loadtxt("d.txt", delimiter=",", skiprows=1)
e = pl.read_csv("e.csv", separator="|", has_header=False)
for rows, target in [(a, "y"), (b, "y"), (c, "y"), (e, "y")]:
    train, test = train_test_split(rows)
    print(LogisticRegression().fit(train[["x"]], train[target]).score(test[["x"]], test[target]))
train, test = train_test_split(d)
print(LogisticRegression().fit(train[:, :2], train[:, 2]).score(test[:, :2], test[:, 2]))
`;
    await check([head + program], { dataFiles });
    const asked = new Map(dataFiles.asked.map((read) => [read.path, read]));
    expect(asked.get("a.csv")).toMatchObject({ format: "delimited", separator: ";", decimal: ",", encoding: "latin-1", limit: 500, header: true });
    expect(asked.get("b.tsv")).toMatchObject({ format: "delimited", separator: "\t", header: false, names: ["x", "y"] });
    expect(asked.get("c.jsonl")).toMatchObject({ format: "jsonLines" });
    expect(asked.get("e.csv")).toMatchObject({ separator: "|", header: false });
  });

  it("is nothing where the evidence is off: the findings are those of the program alone", async () => {
    const program = head + accuracyOnly('class_weight="balanced"');
    const off = await check([program], { dataFiles: null });
    const unknown = await check([program], { dataFiles: filesOf({}) });
    expect(JSON.stringify(off)).toBe(JSON.stringify(unknown));
  });
});
