/** Fills that find nothing to fill, scalers that a model does not feel, and classes that nothing imports. */
import { describe, expect, it } from "vitest";
import { check } from "../helpers/check.js";

const head = `import pandas as pd
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LinearRegression, LogisticRegression, Ridge
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
df = pd.read_csv("loans.csv")
`;
const scored = (model = "LogisticRegression()", table = "df"): string =>
  `a, b, c, d = train_test_split(${table}[["age", "dose"]], ${table}["bad"], random_state=1)\nprint(${model}.fit(a, c).score(b, d))`;
type Cells = Parameters<typeof check>[0];
const codes = async (cells: Cells, hints = false): Promise<string[]> => [
  ...new Set((await check(cells)).findings.filter((f) => /^HLD10[12]$/.test(f.code) && (f.severity === "hint") === hints).map((f) => f.code)),
];
const none = "age     0\ntown    0\nbad     0\ndtype: int64";
const some = "age     31\ntown    0\nbad     0\ndtype: int64";
const listed = (shown: string, code = "df.isnull().sum()"): { text: string; outputs: string[] } => ({ text: code, outputs: [shown] });
const fill = 'df["age"] = df["age"].fillna(df["age"].median())';

describe("a fill of every column in a loop", () => {
  const loop = `for col in df.select_dtypes("number").columns:
    if df[col].isnull().sum() > 0:
        df[col] = df[col].fillna(df[col].median())`;
  it("finds nothing where no column has a gap", async () => {
    expect([await codes([head, listed(none), loop, scored()]), await codes([head, listed(some), loop, scored()])]).toEqual([[], ["HLD101"]]);
  });
  it("may find some where only some columns are listed", async () => {
    expect(await codes([head, listed("town    0\ndtype: int64", "df[words].isnull().sum()"), loop, scored()])).toEqual(["HLD101"]);
  });
  it("knows the table that a function is handed", async () => {
    const clean = `def clean(table):
    table = table.copy()
    for col in table.select_dtypes("number").columns:
        table[col] = table[col].fillna(table[col].median())
    return table
df = clean(df)`;
    expect([await codes([head, listed(none), clean, scored()], true), await codes([head, listed(some), clean, scored()], true)]).toEqual([[], ["HLD101"]]);
    // The function around the fill is not the last one above it.
    const helped = clean.replace("    for", "    def shout(text):\n        return text.upper()\n    for");
    expect([await codes([head, listed(none), helped, scored()], true), await codes([head, listed(some), helped, scored()], true)]).toEqual([[], ["HLD101"]]);
  });
});

describe("a table that was taken from another", () => {
  const taken = 'X = df.drop(columns="town")\nX["age"] = X["age"].fillna(X["age"].mean())';
  it("has no gaps where that one has none", async () => {
    const on = scored("LogisticRegression()", "X");
    expect([await codes([head, listed(none), taken, on]), await codes([head, listed(some), taken, on])]).toEqual([[], ["HLD101"]]);
  });
  it("but gaps may be made on the way", async () => {
    const made = 'X["age"] = X["age"].replace(0, float("nan"))\nX["age"] = X["age"].fillna(X["age"].mean())';
    expect(await codes([head, listed(none), 'X = df.drop(columns="town")', made, scored("LogisticRegression()", "X")])).toEqual(["HLD101"]);
  });
});

it("columns that an imputer is given are known however many are written out", async () => {
  const names = ["age", "dose", "height", "weight", "income", "visits", "distance"].map((n) => `"${n}"`).join(", ");
  const filled = `df[[${names}]] = SimpleImputer().fit_transform(df[[${names}]])`;
  const shown = (gaps: number): string =>
    `age     ${gaps}\ndose    0\nheight    0\nweight    0\nincome    0\nvisits    0\ndistance    0\nbad     0\ndtype: int64`;
  expect([await codes([head, listed(shown(0)), filled, scored()]), await codes([head, listed(shown(31)), filled, scored()])]).toEqual([[], ["HLD101"]]);
});

it("one number for a whole table tells of all its columns", async () => {
  const total = "print(df.isnull().sum().sum())";
  expect([await codes([head, listed("0", total), fill, scored()]), await codes([head, listed("31", total), fill, scored()])]).toEqual([[], ["HLD101"]]);
});

describe("a line before a fill", () => {
  const closing = (line: string): Promise<string[]> => codes([`${head}${line}\n${fill}\n${scored()}`]);
  it("that drops the rows with gaps leaves none", async () => {
    for (const line of ["df = df.dropna()", "df.dropna(inplace=True)", "df = df.dropna().reset_index(drop=True)", "df = df.fillna(0)"])
      expect([line, await closing(line)]).toEqual([line, []]);
  });
  it("that drops some of them, drops them elsewhere or does so under a condition may leave some", async () => {
    for (const line of ['df = df.dropna(subset=["bad"])', "df.dropna()", "few = df.dropna()", "if len(df) > 9000:\n    df = df.dropna()"])
      expect([line, await closing(line)]).toEqual([line, ["HLD101"]]);
    expect(await closing('df = df.dropna()\ndf["age"] = df["age"].where(df["age"] > 0)')).toEqual(["HLD101"]);
  });
  it("that fills all columns of its kind leaves none", async () => {
    const loop = (how: string): string => `for c in df.select_dtypes(${how}).columns:\n    df[c] = df[c].fillna("none")\n`;
    const mode = 'df["age"] = df["age"].fillna(df["age"].mode()[0])';
    const of = (how: string): Promise<string[]> => codes([`${head}${loop(how)}${mode}\n${scored()}`]);
    expect([await of('include=["object"]'), await of('include=["number"]'), await of('exclude=["object"]')]).toEqual([[], ["HLD101"], ["HLD101"]]);
  });
});

describe("a scaler before least squares", () => {
  const scaled = (model: string): Promise<string[]> =>
    codes([`${head}df[["age", "dose"]] = StandardScaler().fit_transform(df[["age", "dose"]])\n${scored(model)}`]);
  it("changes no prediction", async () => expect(await scaled("LinearRegression()")).toEqual([]));
  it("does where weights are held back or no intercept takes up what moved", async () => {
    expect([await scaled("Ridge()"), await scaled("LinearRegression(fit_intercept=False)")]).toEqual([["HLD101"], ["HLD101"]]);
  });
  it("nor do scalers among the steps of a transformer, whose other steps learn codes", async () => {
    const steps = (first: string): Promise<string[]> =>
      codes([
        `${head}from sklearn.compose import ColumnTransformer
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder
from sklearn.tree import DecisionTreeClassifier
both = ColumnTransformer([("n", Pipeline([${first}("s", StandardScaler())]), ["age", "dose"]), ("c", OneHotEncoder(), ["town"])])
X = both.fit_transform(df.drop(columns="bad"))
a, b, c, d = train_test_split(X, df["bad"], random_state=1)
print(DecisionTreeClassifier().fit(a, c).score(b, d))`,
      ]);
    expect([await steps(""), await steps('("i", SimpleImputer()), ')]).toEqual([[], ["HLD101"]]);
  });
  it("does where columns are chosen or mixed by what was scaled", async () => {
    const cross = `from sklearn.feature_selection import RFE
from sklearn.model_selection import cross_val_score
print(cross_val_score(RFE(LinearRegression()), df[["age", "dose"]], df["bad"]))`;
    const mixed = `from sklearn.decomposition import PCA
parts = PCA(1)
a, b, c, d = train_test_split(df[["age", "dose"]], df["bad"], random_state=1)
a, b = parts.fit_transform(a), parts.transform(b)
print(LinearRegression().fit(a, c).score(b, d))`;
    const scaledFirst = (code: string): Promise<string[]> =>
      codes([`${head}df[["age", "dose"]] = StandardScaler().fit_transform(df[["age", "dose"]])\n${code}`]);
    expect([await scaledFirst(cross), await scaledFirst(mixed)]).toEqual([["HLD102"], ["HLD101"]]);
    expect(await scaledFirst(mixed.replace(/a, b = parts.*\n/, ""))).toEqual([]);
  });
  it("does where another model is scored too", async () => expect(await scaled("LogisticRegression()")).toEqual(["HLD101"]));
});

it("a column may have brackets in its name", async () => {
  const lines = ['unit = "dose"', 'df[unit + " (mg"] = df[unit + " (mg"].fillna(0)', fill, scored()];
  expect(await codes([head + lines.join("\n")])).toEqual(["HLD101"]);
});

it("a class that nothing imports never runs where its error is caught", async () => {
  const reduced = (imported: string, handled: string): Promise<string[]> =>
    codes([
      `${head}${imported}${handled ? "try:\n" : ""}${handled}parts = PCA(2)\n${handled}df[["age", "dose"]] = parts.fit_transform(df[["age", "dose"]])\n${handled ? "except Exception:\n    pass\n" : ""}${scored()}`,
    ]);
  expect([await reduced("", "    "), await reduced("from sklearn.decomposition import PCA\n", "    "), await reduced("", "")]).toEqual([
    [],
    ["HLD101"],
    ["HLD101"],
  ]);
});

it("a network that gives back its inputs and is watched by nobody has no result to spoil", async () => {
  const net = (more: string): Promise<string[]> =>
    codes([
      `${head}from tensorflow import keras
Z = StandardScaler().fit_transform(df)
net = keras.Sequential([keras.layers.Dense(2), keras.layers.Dense(9)])
net.compile(optimizer="adam", loss="mse")
log = net.fit(Z, Z, validation_split=0.2, epochs=9)
${more}`,
    ]);
  const told = 'print(f1_score(df["bad"], abs(net.predict(Z) - Z).mean(axis=1) > 3))\n';
  expect(await net(told)).toEqual(["HLD102"]);
  expect([await net("codes = net.predict(Z)\n"), await net('print(min(log.history["val_loss"]))\n')]).toEqual([[], ["HLD102"]]);
});

it("names that an exercise leaves to others to define are no more than a hint", async () => {
  const severity = async (cells: readonly string[]): Promise<(string | undefined)[]> =>
    (await check([head, "print(total)", ...cells, "total = 1"])).findings.filter((f) => f.code === "HLD403").map((f) => f.severity);
  expect([await severity(["# Your code here"]), await severity(["# Train the model again", "# Plot what it learned", "# Load all test rows"])]).toEqual([
    ["hint"],
    ["hint"],
  ]);
  expect([await severity(["# Plot what it learned"]), await severity(["# total = 3\n# print(total)", "# df.head()", "# df.tail()"])]).toEqual([
    ["warning"],
    ["warning"],
  ]);
});

describe("what info() shows", () => {
  const info = (age: string, town = "900 non-null    object "): string =>
    `<class 'pandas.core.frame.DataFrame'>
RangeIndex: 900 entries, 0 to 899
Data columns (total 4 columns):
 #   Column  Non-Null Count  Dtype  
---  ------  --------------  -----  
 0   age     ${age} non-null    float64
 1   dose    900 non-null    int64  
 2   town    ${town}
 3   bad     900 non-null    int64  
dtypes: float64(1), int64(2), object(1)`;
  const folds = 'from sklearn.model_selection import cross_val_score\nprint(cross_val_score(LogisticRegression(), df[["age", "dose"]], df["bad"]))';

  it("of the columns of numbers is what a mean of the whole table fills", async () => {
    const whole = "df = df.fillna(df.mean())";
    const words = 'import numpy as np\ndf = df.replace("?", np.nan)';
    const on = (...cells: Cells): Promise<string[]> => codes([head, ...cells, whole, folds]);
    expect(await on(listed(info("900", "610 non-null    object "), "df.info()"), words)).toEqual([]);
    expect(await on(listed(info("871"), "df.info()"), words)).toEqual(["HLD102"]);
    expect(await on(listed(info("900"), "df.info()"), words, 'df["town"] = df["town"].astype(float)')).toEqual(["HLD102"]);
    expect(await on(listed(info("900"), "df.info()"), "df = df.replace(0, float('nan'))")).toEqual(["HLD102"]);
  });
  it("of a part that was cut off is what the whole showed", async () => {
    const cut = "train, test = train_test_split(df, random_state=1)\ntrain = train.fillna(train.mean())";
    const on = folds.replaceAll("df", "train");
    expect([await codes([head, listed(info("900"), "df.info()"), cut, on]), await codes([head, listed(info("871"), "df.info()"), cut, on])]).toEqual([
      [],
      ["HLD102"],
    ]);
  });
  it("may be shown by a helper, for a loop over columns that a list names", async () => {
    const helper = "def look(data):\n    print(data.info())\n    print(data.shape)\n";
    const loop = 'wanted = ["dose", "town",\n  "age"]\nfor c in wanted:\n    if df[c].dtype != "object":\n        df[c] = df[c].fillna(df[c].mean())';
    const on = (shown: string): Promise<string[]> => codes([head, helper, listed(shown, "look(df)"), loop, folds]);
    expect([await on(info("900")), await on(info("871"))]).toEqual([[], ["HLD102"]]);
    const inline = loop.slice(loop.indexOf("for")).replace("wanted", '["z-a", "age"]');
    expect(await codes([head, helper, listed(info("900"), "look(df)"), inline, folds])).toEqual(["HLD102"]);
    const closed = loop.replace('"age"]', '"age",\n]');
    expect(await codes([head, helper, listed(info("900"), "look(df)"), closed, folds])).toEqual([]);
  });
  it("holds while other columns are set anew", async () => {
    const groups = 'df["age"] = df["age"].fillna(df.groupby("town")["age"].transform("median"))';
    const loop = (column: string): string => `for part in [df]:\n    part["${column}"] = part["${column}"].map({0: 1, 1: 2})`;
    const on = (column: string): Promise<string[]> => codes([head, listed(info("900"), "df.info()"), loop(column), groups, folds]);
    expect([await on("dose"), await on("age")]).toEqual([[], ["HLD102"]]);
  });
  it("is shown by describe(), too, where the number of rows is known", async () => {
    const described = (n: string): string => `              age        dose         bad
count  ${n}  900.000000  900.000000
mean    41.200000    3.100000    0.210000
std      9.000000    1.000000    0.400000`;
    const on = (n: string, rows = "(900, 4)"): Promise<string[]> => codes([head, listed(rows, "df.shape"), listed(described(n), "df.describe()"), fill, folds]);
    expect([await on("900.000000"), await on("871.000000"), await on("900.000000", "(914, 4)")]).toEqual([[], ["HLD102"], ["HLD102"]]);
  });
  it("is shown by the rows with a gap themselves, where there is one or none", async () => {
    const shown = (rows: number): string =>
      `       age   dose   town  \\\n${Array.from({ length: rows }, (_, i) => `${40 + i}     NaN    3.5    Ulm  `).join("\n")}\n\n     bad\n40     1`;
    const groups = 'df["age"] = df["age"].fillna(df.groupby("town")["age"].transform("median"))';
    const on = (rows: string, column = "age"): Promise<string[]> => codes([head, listed(rows, `df[df.${column}.isna()]`), groups, folds]);
    expect([await on(shown(1)), await on("Empty DataFrame\nColumns: [age]\nIndex: []")]).toEqual([[], []]);
    expect([await on(shown(9)), await on(shown(1), "dose")]).toEqual([["HLD102"], ["HLD102"]]);
  });
  it("may stand beside the percentages, most first", async () => {
    const both = (first: string): string => `      Total   Percent\ntown    290  32.222222\n${first}`;
    const code = `total = df.isnull().sum().sort_values(ascending=False)
percent = (df.isnull().sum() / df.isnull().count()).sort_values(ascending=False)
missing = pd.concat([total, percent], axis=1, keys=["Total", "Percent"])
missing.head(2)`;
    const on = (first: string): Promise<string[]> => codes([head, listed(both(first), code), fill, folds]);
    expect([await on("dose      0   0.000000"), await on("age      29   3.222222")]).toEqual([[], ["HLD102"]]);
  });
});
describe("a table that a cell shows as a whole", () => {
  const rows = (gap: string, cut = ""): string => `     age  dose   bad\n0   41.0   1.5     0\n1   ${gap}   2.0     1\n${cut}2   29.0   1.0     0`;
  const shown = (output: string, text = "df"): { text: string; outputs: string[] } => ({ text, outputs: [output] });
  const impute = 'df[["age", "dose"]] = SimpleImputer().fit_transform(df[["age", "dose"]])';
  it("has no gap where it shows none", async () => {
    expect([await codes([head, shown(rows("35.0")), impute, scored()]), await codes([head, shown(rows(" NaN")), impute, scored()])]).toEqual([[], ["HLD101"]]);
    expect(await codes([head, shown(rows("35.0"), "print(df)"), impute, scored()])).toEqual([]);
  });
  it("may have one in rows or columns that are left out", async () => {
    expect(await codes([head, shown(rows("35.0", "..   ...   ...   ...\n")), impute, scored()])).toEqual(["HLD101"]);
    expect(await codes([head, shown(rows("35.0"), "df.head(3)"), impute, scored()])).toEqual(["HLD101"]);
    expect(await codes([head, shown(rows("35.0"), "df\ndf.tail(3)"), impute, scored()])).toEqual(["HLD101"]);
  });
});

describe("another value that is told to be missing", () => {
  const impute = (value: string): string => `df[["age"]] = SimpleImputer(missing_values=${value}).fit_transform(df[["age"]])`;
  it("is in no listing of gaps", async () => {
    expect([await codes([head, listed(none), impute("0"), scored()]), await codes([head, listed(none), impute("float('nan')"), scored()])]).toEqual([
      ["HLD101"],
      [],
    ]);
  });
});

describe("a number of the training table that fills the test table alone", () => {
  const tables = (filled: string): string => `test = pd.read_csv("asked.csv")
${filled}["age"] = ${filled}["age"].fillna(df["age"].median())
both = pd.get_dummies(pd.concat([df, test]))
df2 = both[: len(df)]
`;
  it("is in no row that a model learns from", async () => {
    const cells = (filled: string): string[] => [head, tables(filled), scored(undefined, "df2")];
    expect([await codes(cells("test")), await codes(cells("df"))]).toEqual([[], ["HLD101"]]);
  });
});

describe("a table that was filled as a whole before", () => {
  const filled = (first: string): string => `X = df.drop(columns="bad")
y = df["bad"]
${first}
X = X.fillna(X.mean())
a, b, c, d = train_test_split(X, y, random_state=1)
print(LogisticRegression().fit(a, c).score(b, d))`;
  const lines = async (text: string): Promise<number[]> =>
    (await check([head + text])).findings
      .filter((f) => f.code === "HLD101" && f.severity !== "hint")
      .map((f) => (head + text).slice(0, f.at.start).split("\n").length);
  it("has nothing left for the same statement", async () => {
    expect([await lines(filled("X = X.fillna(X.mean())")), await lines(filled("X = X.fillna(X.median(), inplace=False)"))]).toEqual([[10], [10]]);
  });
  it("has, where only words were filled, or rows came in between", async () => {
    expect(await lines(filled("X = X.fillna(X.mode())"))).toContain(11);
    expect(await lines(filled('X = X.fillna(X.mean())\nX = X.merge(pd.read_csv("more.csv"), on="id", how="left")'))).toContain(12);
  });
  it("is no second preparation of test rows, either", async () => {
    const apart = (again: string): string => `test = pd.read_csv("asked.csv")
y = df["bad"]
df = df.drop(columns="bad")
test = ${again}
df = df.fillna(df.mean())
test = test.fillna(test.mean())
pd.Series(LogisticRegression().fit(df, y).predict(test)).to_csv("answers.csv")`;
    const served = apart("test.copy()").split("\n").slice(1).join("\n");
    const skewed = async (again: string): Promise<number[]> =>
      (await check([head + apart(again)])).findings
        .filter((f) => f.code === "HLD601")
        .map((f) => (head + apart(again)).slice(0, f.at.start).split("\n").length);
    expect([await skewed("test.fillna(test.mean())"), await skewed("test.copy()")]).toEqual([[11], [13]]);
    // One row with a gap is a row that the model is asked for.
    const one = (await check([head, 'test = pd.read_csv("asked.csv")', listed("age    1\ndtype: int64", "test.isnull().sum()"), served])).findings;
    expect(one.map((f) => f.code)).toContain("HLD601");
  });
});

describe("a fill under a condition that says when it fills", () => {
  const loop = `print("Looking for gaps")
for col in df.select_dtypes("number").columns:
    if df[col].isnull().any():
        middle = df[col].median()
        df[col] = df[col].fillna(middle)
        print(f"  Filled {col} with {middle}")
print("All columns are complete")`;
  const ran = (output: string): { text: string; outputs: string[] }[] => [{ text: loop, outputs: [output] }];
  it("did nothing where the output has nothing of it", async () => {
    const without = await codes([head, ...ran("Looking for gaps\nAll columns are complete\n"), scored()]);
    const said = await codes([head, ...ran("Looking for gaps\n  Filled age with 31.0\nAll columns are complete\n"), scored()]);
    expect([without, said]).toEqual([[], ["HLD101"]]);
  });
  it("may have, where the output ends before it", async () => {
    expect([await codes([head, ...ran("Looking for gaps\n"), scored()]), await codes([head, loop, scored()])]).toEqual([["HLD101"], ["HLD101"]]);
  });
});

describe("a number that fills in a later cell", () => {
  const cells = (shown: string, between: string): Cells => [
    head.replace("import pandas", "import numpy as np\nimport pandas"),
    listed(shown),
    'middle = df["age"].median()\nmiddle',
    between,
    'df["age"] = df["age"].replace(np.nan, middle)',
    scored(),
  ];
  it("fills nothing where nothing was missing, and no gap was made before it does", async () => {
    expect([await codes(cells(none, 'df["age"].skew()')), await codes(cells(some, 'df["age"].skew()'))]).toEqual([[], ["HLD101"]]);
    expect(await codes(cells(none, 'df["age"] = df["age"].replace(0, np.nan)'))).toEqual(["HLD101"]);
    expect(await codes(cells(none, 'df["old"] = df["age"] > middle'))).toEqual(["HLD101"]);
  });
});

describe("what groups have most often, for rows where it is missing", () => {
  const modes = `most = df[df["town"].notna()].groupby("street")["town"].agg(lambda x: x.value_counts().index[0]).to_dict()
df["town"] = df.apply(lambda row: most.get(row["street"], "Unknown") if pd.isnull(row["town"]) else row["town"], axis=1)
print(df["town"].value_counts())`;
  const dummies =
    'X = pd.get_dummies(df[["town", "age"]])\na, b, c, d = train_test_split(X, df["bad"], random_state=1)\nprint(LogisticRegression().fit(a, c).score(b, d))';
  const gaps = listed("age      0\ntown    31\nbad      0\ndtype: int64");
  const filled = (unknown: number) => ({ text: modes, outputs: [`town\nLeeds      800\nUnknown     ${unknown}\nName: count, dtype: int64`] });
  it("is given to none where all gaps became the constant for streets that nobody knows", async () => {
    expect([await codes([head, gaps, filled(31), dummies]), await codes([head, gaps, filled(4), dummies])]).toEqual([[], ["HLD101"]]);
  });
});
