/** What never runs, changes nothing or decides nothing is no fault that a reader would mend. */
import { describe, expect, it } from "vitest";
import { cellsOf, check, places } from "../helpers/check.js";

const found = async (text: string): Promise<string[]> => {
  const cells = cellsOf(text);
  return places((await check(cells)).findings, cells);
};
const head = `import numpy as np
import pandas as pd
from lightgbm import LGBMClassifier, early_stopping
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, roc_auc_score
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
df = pd.read_csv("loans.csv")
X, y = df.drop(columns="bad"), df["bad"]
a, b, c, d = train_test_split(X, y, random_state=0)
`;

describe("a function of a notebook", () => {
  const evaluated = `${head}# %%
def scaled(X, y):
    Z = StandardScaler().fit_transform(X)
    e, f, g, h = train_test_split(Z, y, random_state=0)
    return f1_score(h, SVC().fit(e, g).predict(f))

def both(X, y):
    return scaled(X, y)
`;
  it("that nothing leads to gives no result", async () => expect(await found(evaluated)).toEqual([]));
  it("gives one when a cell leads to it", async () => {
    expect(await found(`${evaluated}# %%\nprint(both(X, y))\n`)).toEqual(["HLD101 cell2:2"]);
    expect(await found(`${evaluated}# %%\n%time both(X, y)\n`)).toEqual(["HLD101 cell2:2"]);
  });
  it("and so may one of a script, which others import", async () => {
    expect(await found(evaluated.replace("# %%\n", ""))).toEqual(["HLD101 cell1:13"]);
  });
});

describe("a function that is handed its parts", () => {
  const trained = (before: string): string => `${head.split("df = ")[0]}
def train(X, y, V, w):
${before}    model = LGBMClassifier()
    model.fit(X, y, eval_set=[(V, w)], callbacks=[early_stopping(20)])
    print(roc_auc_score(w, model.predict_proba(V)[:, 1]))
`;
  it("may be handed a validation part", async () => expect(await found(trained(""))).toEqual([]));
  it("knows what it cut off itself", async () => {
    expect(await found(trained("    X, V, y, w = train_test_split(X, y, random_state=0)\n"))).toEqual(["HLD202 cell1:13"]);
  });
});

describe("two models on one test part", () => {
  const scored = (first: string, second: string): string =>
    `${head}m = ${first}.fit(a, c)\nprint(m.score(b, d))\nn = ${second}.fit(a, c)\nprint(n.score(b, d))\n`;
  it("that are one kind with other settings may be anything", async () => {
    expect(await found(scored("SVC()", "SVC(C=10)"))).toEqual([]);
    expect(await found(scored("SVC()", "SVC(random_state=3)"))).toEqual([]);
    expect(await found(scored("SVC()", 'GridSearchCV(SVC(), {"C": [1, 10]})'))).toEqual([]);
  });
  it("that are two kinds are compared", async () => expect(await found(scored("SVC()", "LogisticRegression()"))).toEqual(["HLD203 cell1:15"]));
  it("that see other features are compared", async () => {
    expect(
      await found(scored("SVC()", "SVC()").replace("n = SVC().fit(a, c)", 'n = SVC().fit(a[["age"]], c)').replace("n.score(b, d)", 'n.score(b[["age"]], d)')),
    ).toEqual(["HLD203 cell1:15"]);
  });
});

describe("scaling by hand", () => {
  const scaled = (model: string, how: string): string => `${head}from sklearn.tree import DecisionTreeClassifier
from sklearn.preprocessing import scale
df["age"] = ${how}
e, f, g, h = train_test_split(df[["age", "dose"]], df["bad"], random_state=1)
print(f1_score(h, ${model}.fit(e, g).predict(f)))
`;
  it("says nothing to trees", async () => {
    for (const how of ['(df["age"] - df["age"].mean()) / df["age"].std()', 'scale(df["age"])'])
      expect([await found(scaled("DecisionTreeClassifier()", how)), await found(scaled("SVC()", how))]).toEqual([[], ["HLD101 cell1:14"]]);
  });
  it("is not filling", async () => expect(await found(scaled("DecisionTreeClassifier()", 'df["age"].fillna(df["age"].mean())'))).toEqual(["HLD101 cell1:14"]));
});

describe("an encoder", () => {
  const encoded = (categories: string): string => `${head}from sklearn.preprocessing import OrdinalEncoder
train, sent = pd.read_csv("train.csv"), pd.read_csv("sent.csv")
encoder = OrdinalEncoder(${categories})
train["size"] = encoder.fit_transform(train[["size"]])
sent["size"] = encoder.fit_transform(sent[["size"]])
m = SVC().fit(train[["size"]], train["bad"])
print(m.predict(sent[["size"]]))
`;
  it("that is told its categories learns nothing again", async () => expect(await found(encoded('categories=[["S", "M", "L"]]'))).toEqual([]));
  it("that is told nothing does", async () => expect(await found(encoded(""))).toEqual(["HLD111 cell1:16"]));
});

describe("means by group", () => {
  const meaned = (column: string): string => `${head}df["late"] = df["state"].map({"late": 1, "paid": 0})
means = df.groupby("region").mean()["${column}"]
df["around"] = df["region"].map(means)
e, f, g, h = train_test_split(df[["around", "dose"]], df["late"], random_state=1)
print(f1_score(h, LogisticRegression().fit(e, g).predict(f)))
`;
  it("of another column than the target are no target encoding", async () => expect(await found(meaned("dose"))).toEqual(["HLD101 cell1:13"]));
});

describe("missing values", () => {
  const filled = (before: string, shown: string): Promise<{ findings: readonly { code: string }[] }> =>
    check([
      head,
      { text: "df.isnull().sum()", outputs: [shown] },
      `${before}df["age"] = df["age"].fillna(df["age"].mean())`,
      'e, f, g, h = train_test_split(df[["age", "dose"]], df["bad"], random_state=1)\nprint(f1_score(h, SVC().fit(e, g).predict(f)))',
    ]);
  const codes = async (before: string, shown: string): Promise<string[]> => (await filled(before, shown)).findings.map((f) => f.code);
  it("that are none, as the notebook shows, are not filled", async () => expect(await codes("", "age     0\ndose    3\ndtype: int64")).toEqual([]));
  it("that are some are filled", async () => expect(await codes("", "age     7\ndose    3\ndtype: int64")).toEqual(["HLD101"]));
  it("that are made after the count are filled", async () => {
    expect(await codes('df["age"] = df["age"].replace(0, np.nan)\n', "age     0\ndose    3\ndtype: int64")).toEqual(["HLD101"]);
  });
  it("of columns that the count leaves out may be there", async () =>
    expect(await codes("", "name     0\n       ..\ndose    3\ndtype: int64")).toEqual(["HLD101"]));
});

describe("names that a cell reads", () => {
  const cells = (
    more: readonly (string | { text: string; outputs?: readonly string[]; executionCount?: number })[],
  ): Promise<{ findings: readonly { code: string }[] }> => check([head, ...more]);
  it("and that a last cell of helpers defines are meant to be there first", async () => {
    expect((await cells(["show(df)", "colour = 'red'\ndef show(table):\n    print(table, colour)\n"])).findings.map((f) => f.code)).toEqual([]);
    expect((await cells(["show(df)", "def show(table):\n    print(table)\n", "print(df.size)"])).findings.map((f) => f.code)).toEqual(["HLD403"]);
  });
  it("and that a cell of another kind may define", async () => {
    expect((await cells(["%%backend other\nscores = 1", "print(scores)\nscores = scores + 1"])).findings).toEqual([]);
  });
});

describe("rows that are only watched", () => {
  const net = (tail: string): string => `${head.split("df = ")[0]}from tensorflow import keras
df = pd.read_csv("loans.csv")
X, y = df.drop(columns="bad"), df["bad"]
a, b, c, d = train_test_split(X, y, random_state=0)
a = StandardScaler().fit_transform(a)
net = keras.Sequential([keras.layers.Dense(1, activation="sigmoid")])
net.compile(optimizer="adam", loss="binary_crossentropy", metrics=["AUC"])
net.fit(a, c, epochs=5, validation_split=0.2)
${tail}`;
  it("beside a test part that nothing was learned from", async () => expect(await found(net("print(net.evaluate(b, d))\n"))).toEqual([]));
  it("and are all that is shown", async () => expect(await found(net(""))).toEqual(["HLD102 cell1:13"]));
});

describe("parts", () => {
  it("by row numbers that are counted out are no training rows", async () => {
    const parts = (scored: string): string => `${head}n = int(0.8 * len(df))
tr = np.arange(n)
va = ${scored}
m = SVC().fit(X.iloc[tr], y.iloc[tr])
print(f1_score(y.iloc[va], m.predict(X.iloc[va])))
`;
    expect(await found(parts("np.arange(n, len(df))"))).toEqual([]);
    expect(await found(parts("tr"))).toEqual(["HLD205 cell1:16"]);
  });
  it("picked by their values to look at are not called a test", async () => {
    const looked = (name: string): string => `${head}m = SVC().fit(a, c)
print(f1_score(d, m.predict(b)))
${name} = df[df["region"] == "north"]
print(f1_score(${name}["bad"], m.predict(${name}.drop(columns="bad"))))
`;
    expect(await found(looked("north"))).toEqual([]);
    expect((await found(looked("north_test"))).map((p) => p.slice(0, 6))).toEqual(["HLD106"]);
  });
});

describe("networks on one test part", () => {
  const nets = (first: string, second: string): string => `${head.split("df = ")[0]}from tensorflow import keras
df = pd.read_csv("loans.csv")
X, y = df.drop(columns="bad"), df["bad"]
a, b, c, d = train_test_split(X, y, random_state=0)
def made():
    net = keras.Sequential([keras.layers.Dense(8, activation="relu"), keras.layers.Dense(1, activation="sigmoid")])
    net.compile(optimizer="adam", loss="binary_crossentropy", metrics=["AUC"])
    return net
other = keras.Sequential([keras.layers.Dense(1, activation="sigmoid")])
other.compile(optimizer="adam", loss="binary_crossentropy", metrics=["AUC"])
one, two = ${first}, ${second}
one.fit(a, c, epochs=5)
print(one.evaluate(b, d))
two.fit(a, c, epochs=9)
print(two.evaluate(b, d))
`;
  it("that one helper makes are one network", async () => expect(await found(nets("made()", "made()"))).toEqual([]));
  it("that are put together in two places are compared", async () => expect(await found(nets("made()", "other"))).toEqual(["HLD203 cell1:23"]));
});

describe("a cell that alone was never run", () => {
  const shown = async (executionCount: number | null): Promise<string[]> =>
    (
      await check([
        { text: head, executionCount: 1 },
        { text: "print(decoder(df))", executionCount },
        { text: "decoder = len", executionCount: 3 },
      ])
    ).findings.map((f) => f.code);
  it("shows how something would go", async () => expect([await shown(null), await shown(2)]).toEqual([[], ["HLD403"]]));
});

describe("the last day of a table", () => {
  const kept = (start: string): string => `import pandas as pd
from sklearn.linear_model import Ridge
df = pd.read_csv("sales.csv", parse_dates=["day"]).sort_values("day")
start = ${start}
df = df[df["day"] >= start]
X, y = df[["a", "b"]], df["y"]
n = int(len(df) * 0.8)
print(Ridge().fit(X.iloc[:n], y.iloc[:n]).score(X.iloc[n:], y.iloc[n:]))
`;
  it("tells how far back rows are kept, and nothing of them", async () => {
    expect(await found(kept('df["day"].max()'))).toEqual([]);
    expect(await found(kept('df["day"].max() - pd.Timedelta(days=300)'))).toEqual([]);
    expect(await found(kept('df["day"].quantile(0.2) - pd.Timedelta(days=300)'))).toEqual(["HLD101 cell1:4"]);
  });
});

describe("a command that IPython takes without its sign", () => {
  const codes = async (line: string): Promise<string[]> =>
    (
      await check([
        { text: head, executionCount: 1 },
        { text: line, executionCount: 2, outputs: ["loans.csv"] },
        { text: "print(len(df))", executionCount: 3, outputs: ["900"] },
      ])
    ).findings.map((f) => f.code);
  it("is no name that a cell defined once", async () => {
    expect(await codes("ls")).toEqual([]);
    expect(await codes("print(ls)")).toEqual(["HLD403"]);
    expect(await codes("loans")).toEqual(["HLD403"]);
  });
});

describe("a cell that Python refuses to read", () => {
  const codes = async (indent: string): Promise<string[]> => {
    const cell = `def total(a, b):\n\tc = a + b\n${indent}c = c * 2\n\treturn c - a\nprint(later)`;
    return (await check([cell, "later = 1"].map((text, i) => ({ text, executionCount: i + 1 })))).findings.map((f) => f.code);
  };
  it("for its tabs and spaces ends its blocks where nobody knows", async () => expect(await codes("    ")).toEqual([]));
  it("is no reason to be silent of one that is indented alike", async () => expect(await codes("\t")).toEqual(["HLD403"]));
});
