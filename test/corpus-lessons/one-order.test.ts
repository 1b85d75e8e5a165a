/** What one run of a program sees: rows in one order, arms of one condition, rows that stand in columns. */
import { describe, expect, it } from "vitest";
import { check, places } from "../helpers/check.js";

const found = async (text: string): Promise<string[]> => places((await check([text])).findings, [text]).filter((p) => /HLD(1|201|205)/.test(p));
const head = `import numpy as np
import pandas as pd
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.model_selection import StratifiedKFold, train_test_split
from sklearn.preprocessing import StandardScaler
df = pd.read_csv("loans.csv")
X, y = df[["income", "age"]], df["bad"]
`;

describe("one seed draws one order", () => {
  const twice = (first: string, second: string): string => `${head}X_a, X_test, y_a, y_test = train_test_split(X, y, ${first})
X_train, X_val, y_train, y_val = train_test_split(X, y, ${second})
m = LogisticRegression().fit(X_train, y_train)
print(m.score(X_test, y_test))
`;
  it("whose beginning is the test part: a smaller one meets no training row of a larger one", async () => {
    expect(await found(twice("test_size=0.15, random_state=42", "test_size=0.18, random_state=42"))).toEqual([]);
    expect(await found(twice("test_size=100, random_state=42", "test_size=200, random_state=42"))).toEqual([]);
    expect(await found(twice("test_size=0.2, random_state=42", "random_state=42"))).toEqual([]);
  });
  it("so that a larger one does meet some", async () => {
    expect(await found(twice("test_size=0.18, random_state=42", "test_size=0.15, random_state=42"))).toHaveLength(1);
  });
  it("and another seed another", async () => {
    expect(await found(twice("test_size=0.15, random_state=1", "test_size=0.18, random_state=2"))).toHaveLength(1);
  });
});

describe("arms of a condition on the command line", () => {
  const program = (test: string, rest: string): string => `${head}import sys
mode = sys.argv[1]
X, y = X.values, y.values
told = np.zeros(len(y))
for a, b in StratifiedKFold(5, shuffle=True, random_state=0).split(X, y):
    model = LogisticRegression()
    if mode == "train":
        model.fit(X[a], y[a])
    ${test}:
        model.fit(X[${rest}], y[${rest}])
        print("test", model.score(X[b], y[b]))
    told[b] = model.predict(X[b])
print((told == y).mean())
`;
  it("do not meet: what was trained in one is not scored in the other", async () => {
    const text = program("else", "a").replace(
      'model.fit(X[a], y[a])\n        print("test", model.score(X[b], y[b]))',
      'print("test", model.score(X[a], y[a]))',
    );
    expect(await found(text)).toEqual([]);
  });
  it("say no less of one arm", async () => {
    const text = program("else", "b").replace("told[b] = model.predict(X[b])", "del model");
    expect(await found(text)).toEqual(["HLD205 cell1:18"]);
  });
  it("meet where each round of a loop asks anew", async () => {
    expect(
      await found(`${head}model = LogisticRegression()
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
while True:
    answer = input()
    if answer == "train":
        model.fit(X, y)
    elif answer == "test":
        print(model.score(X_test, y_test))
`),
    ).toHaveLength(1);
  });
});

describe("rows that stand in columns", () => {
  it("are scaled one by one", async () => {
    const after = `a, b, ya, yb = train_test_split(X, y, random_state=0)\nm = LogisticRegression().fit(a, ya)\nprint(m.score(b, yb))\n`;
    expect(await found(`${head}X = StandardScaler().fit_transform(X.values.T).T\n${after}`)).toEqual([]);
    expect(await found(`${head}X = np.transpose(StandardScaler().fit_transform(np.transpose(X.values)))\n${after}`)).toEqual([]);
    expect(await found(`${head}X = StandardScaler().fit_transform(X.values.T.T)\n${after}`)).toHaveLength(1);
  });
});

describe("labels of rows", () => {
  it("name the same rows when each stands once", async () => {
    const by = (index: string): string => `${head}df = df.set_index("house")
a, b = train_test_split(${index}, random_state=0)
m = LogisticRegression().fit(df.loc[a, ["income", "age"]], df.loc[a, "bad"])
print(m.score(df.loc[b, ["income", "age"]], df.loc[b, "bad"]))
`;
    expect(await found(by("df.index.unique()"))).toEqual([]);
    expect(await found(by("df.index.unique()").replace("df.loc[b, [", "df.loc[a, [").replace('df.loc[b, "bad"]', 'df.loc[a, "bad"]'))).toHaveLength(1);
  });
});

describe("a column whose gaps were filled by a model", () => {
  it("is no score when its mean is taken, twice", async () => {
    const fills = 'df["income"] = df["income"].fillna(df["income"].mean())\n';
    const text = `${head}gap = LinearRegression().fit(df.loc[df["income"].notnull(), ["age"]], df.loc[df["income"].notnull(), "income"])
df.loc[df["income"].isnull(), "income"] = gap.predict(df.loc[df["income"].isnull(), ["age"]])
${fills}${fills}a, b, ya, yb = train_test_split(df[["income", "age"]], y, random_state=0)
m = LogisticRegression().fit(a, ya)
print(m.score(b, yb))
`;
    expect((await found(text)).filter((p) => p.startsWith("HLD201"))).toEqual([]);
  });
});

describe("days between which folds are cut", () => {
  const program = (fold: string): string => `${head}class Windows:
    def split(self, X):
        sec = (X["day"] - X["day"][0]).dt.total_seconds()
        step = (sec.max() - sec.min()) / 5
        for i in range(4):
            ${fold}
df["day"] = pd.to_datetime(df["day"])
for a, b in Windows().split(df):
    m = LogisticRegression().fit(df.iloc[a][["income", "age"]], df.iloc[a]["bad"])
    print(m.score(df.iloc[b][["income", "age"]], df.iloc[b]["bad"]))
`;
  it("are no knowledge of the rows on both sides", async () => {
    const fold = "yield sec[(sec >= i * step) & (sec < i * step + 99)].index.values, sec[sec >= i * step + 99].index.values";
    expect(await found(program(fold))).toEqual([]);
  });
});

describe("numbers of folds in a column", () => {
  const program = (rounds: string): string => `${head}df[["income", "age"]] = StandardScaler().fit_transform(df[["income", "age"]])
for fold in ${rounds}:
    a, b = df[df["part"] != fold], df[df["part"] == fold]
    m = LogisticRegression().fit(a[["income", "age"]], a["bad"])
    print(m.score(b[["income", "age"]], b["bad"]))
`;
  it("make the scored rows validation rows, one number a test part", async () => {
    expect((await found(program("range(5)"))).map((p) => p.slice(0, 6))).toEqual(["HLD102"]);
    expect((await found(program("[3]"))).map((p) => p.slice(0, 6))).toEqual(["HLD101"]);
  });
  it("are not the classes that a test part was put together from", async () => {
    const text = `${head}df[["income", "age"]] = StandardScaler().fit_transform(df[["income", "age"]])
good, bad = df[df["bad"] == 0], df[df["bad"] == 1]
a, b = train_test_split(good, random_state=0)
c, d = train_test_split(bad, random_state=0)
train, test = pd.concat([a, c]), pd.concat([b, d])
m = LogisticRegression().fit(train[["income", "age"]], train["bad"])
print(m.score(test[["income", "age"]], test["bad"]))
`;
    expect((await found(text)).map((p) => p.slice(0, 6))).toEqual(["HLD101"]);
  });
});

describe("one table that is cut in two", () => {
  it("has no parts for four names", async () => {
    const cut = (given: string): string => `${head}from tensorflow.keras.datasets import mnist
pair = mnist.load_data()
X_train, y_train, X_test, y_test = train_test_split(${given}, test_size=0.2)
m = LogisticRegression().fit(X_train, y_train)
print(m.score(X_test, y_test))
`;
    expect((await found(cut("pair"))).filter((p) => p.startsWith("HLD113"))).toEqual([]);
    expect((await found(cut("X, y"))).filter((p) => p.startsWith("HLD113"))).toHaveLength(1);
  });
});

describe("classes that a loop puts into a list", () => {
  const program = (rows: string): string => `${head}X_train, X_test, y_train, y_test = train_test_split(StandardScaler().fit_transform(X), y, random_state=0)
m = LogisticRegression().fit(X_train, y_train)
classes = []
for chance in ${rows}:
    if chance[1] > 0.4:
        classes.append(1)
    else:
        classes.append(0)
print(accuracy_score(y_test, classes))
`;
  const scored = (rows: string): Promise<string[]> => found(`from sklearn.metrics import accuracy_score\n${program(rows)}`);
  it("are the predictions that decide which", async () => {
    expect((await scored("m.predict_proba(X_test)")).map((p) => p.slice(0, 6))).toEqual(["HLD101"]);
  });
  it("are nothing of a model where something else decides", async () => {
    expect(await scored("np.random.rand(100, 2)")).toEqual([]);
  });
});
