/** Rows, columns and constants that look like others: a list that was filled by a loop, what unseen keys get, windows, labels of a table of scores. */
import { describe, expect, it } from "vitest";
import { check, places } from "../helpers/check.js";

const found = async (text: string, codes: RegExp): Promise<string[]> => {
  const { findings } = await check([text]);
  return places(
    findings.filter((f) => f.severity !== "hint"),
    [text],
  ).filter((p) => codes.test(p));
};

describe("overlap", () => {
  const folds = (train: string, test: string): string => `import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import KFold
df = pd.read_csv("flats.csv")
parts = []
for a, b in KFold(3, shuffle=True, random_state=0).split(df):
    train = df.iloc[a]
    parts.append(df.iloc[b])
model = Ridge().fit(${train}[["area", "floor"]], ${train}["rent"])
test = ${test}
print(model.score(test[["area", "floor"]], test["rent"]))
`;
  it("a number in a list of folds may mean the last one", async () => {
    expect(await found(folds("train", "parts[2]"), /HLD106/)).toEqual([]);
  });
  it("rows drawn anew from the table that was trained on", async () => {
    expect(await found(folds("train", "df.sample(frac=0.2, random_state=1)"), /HLD106/)).toHaveLength(1);
  });

  const rounds = (splitter: string): string => `import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import KFold, TimeSeriesSplit
df = pd.read_csv("load.csv")
for a, held in ${splitter}.split(df):
    print(len(a), len(held))
df["hour"] = df["time"].str[11:13].astype(int)
df = df.dropna()
for a, b in ${splitter}.split(df):
    train, test = df.iloc[a], df.iloc[held]
    model = Ridge().fit(train[["hour"]], train["load"])
    print(model.score(test[["hour"]], test["load"]))
`;
  it("the last fold in order of time lies behind the training rows of every round, an old fold at random among them", async () => {
    expect(await found(rounds("TimeSeriesSplit(5)"), /HLD106/)).toEqual([]);
    expect(await found(rounds("KFold(5, shuffle=True)"), /HLD106/)).toHaveLength(1);
  });

  const rest = (gone: string): string => `import pandas as pd
from sklearn.tree import DecisionTreeClassifier
rare, rest = pd.read_csv("rare.csv"), pd.read_csv("rest.csv").sample(n=100, random_state=0)
more = rest.drop(${gone}.index)
train = pd.concat([pd.read_csv("others.csv"), more])
model = DecisionTreeClassifier().fit(train[["age"]], train["ill"])
test = pd.concat([rare, rest])
print(model.score(test[["age"]], test["ill"]))
`;
  it("of a table without all of its own rows nothing is left", async () => {
    expect(await found(rest("rest"), /HLD106/)).toEqual([]);
    expect(await found(rest("rest.head(50)"), /HLD106/)).toHaveLength(1);
  });

  const chosen = (split: string): string => `import pandas as pd
from sklearn.feature_selection import f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
def choose(X, y):
    scores = pd.DataFrame({"f": pd.Series(f_classif(X, y)[0], index=X.columns)})
    return scores["f"].sort_values().head(20).index.tolist()
df = pd.read_csv("sensors.csv")
X, y = df.drop(columns="fails"), df["fails"]
if len(df) > 1000:
    a, b, ya, yb = train_test_split(X, y, random_state=0)
    names = choose(a, ya)
    a, b = a[names], b[names]
else:
    names = choose(X, y)
    ${split}
model = LogisticRegression().fit(a, ya)
print(model.score(b, yb))
`;
  it("the labels of a table of scores name columns", async () => {
    expect(await found(chosen("a, b, ya, yb = train_test_split(X[names], y, random_state=0)"), /HLD106/)).toEqual([]);
    expect(await found(chosen("a, b, ya, yb = train_test_split(X[names], y, random_state=0)\n    a, ya = X[names], y"), /HLD106/)).toHaveLength(1);
  });
});

describe("columns", () => {
  const forecast = (drop: string): string => `import pandas as pd
from sklearn.linear_model import Ridge
df = pd.read_csv("river.csv", parse_dates=["day"]).sort_values("day")
for i in range(1, days + 1):
    df[f"flow+{i}"] = df["flow"].shift(-i)
df = df.dropna()
X = df.drop(columns=["day", ${drop}])
y = df["level"]
n = int(len(df) * 0.8)
print(Ridge().fit(X[:n], y[:n]).score(X[n:], y[n:]))
`;
  it("columns of a loop that are dropped by their names are gone; one of them is not all", async () => {
    expect(await found(forecast('"level", "flow+1", "flow+2", "flow+3"'), /HLD109/)).toEqual([]);
    expect(await found(forecast('"level", "flow+1"'), /HLD109/)).toEqual(["HLD109 cell1:5"]);
  });

  const names = (first: string): string => `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
df = pd.read_pickle("clients.pkl")
y = df["left"]
gone = ["${first}", "id"]
gone.extend([${Array.from({ length: 40 }, (_, i) => `"q${i}"`).join(", ")}])
names = [c for c in df.columns if c not in gone]
a, b, ya, yb = train_test_split(df[names], y, random_state=0)
print(LogisticRegression().fit(a, ya).score(b, yb))
`;
  it("a long list of names keeps its first", async () => {
    expect(await found(names("left"), /HLD107/)).toEqual([]);
    expect(await found(names("city"), /HLD107/)).toHaveLength(1);
  });
});

describe("rows once more", () => {
  const shops = (condition: string): string => `import random
import pandas as pd
from sklearn.linear_model import Ridge
df = pd.read_csv("sales.csv")
parts = []
for k in range(days):
    rows = df.iloc[[0]]
    for shop in random.sample(list(range(900)), 90):
        more = df.query(${condition})
        rows = pd.concat([rows, more])
    parts.append(rows.drop(0))
train, test = pd.concat([parts[0], parts[1]]), parts[2]
print(Ridge().fit(train[["hour"]], train["sold"]).score(test[["hour"]], test["sold"]))
`;
  it("a condition with a value that the loop changes picks other rows in each round", async () => {
    expect(await found(shops('f"shop == {shop}"'), /HLD105/)).toEqual([]);
    expect(await found(shops('"shop == @shop"'), /HLD105/)).toEqual([]);
    expect(await found(shops('"shop == 1"'), /HLD105/)).toEqual(["HLD105 cell1:10"]);
  });

  const scored = (test: string): string => `import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.utils import resample
df = pd.read_csv("claims.csv")
train, test = train_test_split(df, random_state=0)
model = LogisticRegression().fit(train[["age", "sum"]], train["fraud"])
${test}
print((model.predict(X) == y).mean(), model.score(X, y))
`;
  it("rows that are all repeated alike keep the shares of the classes", async () => {
    const repeated = 'X, y = np.repeat(test[["age", "sum"]].to_numpy(), 3, axis=0), np.repeat(test["fraud"].to_numpy(), 3)';
    expect(await found(scored(repeated), /HLD306/)).toEqual([]);
    const drawn = 'test = resample(test, replace=True, n_samples=5000)\nX, y = test[["age", "sum"]], test["fraud"]';
    expect(await found(scored(drawn), /HLD306/)).toEqual(["HLD306 cell1:9"]);
  });

  const windows = (now: string): string => `import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
def examples(rows, n):
    out = []
    for i in range(n, len(rows)):
        past = rows["up"].iloc[i - n:i].values
        now = ${now}
        out.append(np.append(past, now))
    return pd.DataFrame(out)
df = pd.read_csv("prices.csv")
n = int(len(df) * 0.8)
train, test = examples(df[:n], 5), examples(df[n:], 5)
model = LogisticRegression().fit(train[[0, 1, 2]], train[5])
print(model.score(test[[0, 1, 2]], test[5]))
`;
  it("a window and the value behind it are one example, a part beside the whole is there twice", async () => {
    expect(await found(windows('rows["up"].iloc[i]'), /HLD306/)).toEqual([]);
    expect(await found(windows('rows["up"]'), /HLD306/)).toEqual(["HLD306 cell1:9"]);
  });
});

describe("constants for what is missing", () => {
  const filled = (train: string, test: string): string => `import pandas as pd
from sklearn.ensemble import RandomForestClassifier
train, test = pd.read_csv("train.csv"), pd.read_csv("test.csv")
counts = train["town"].value_counts().to_dict()
${train}
${test}
model = RandomForestClassifier().fit(train[["town", "age"]], train["left"])
pd.Series(model.predict(test[["town", "age"]])).to_csv("answers.csv")
`;
  it("a number and its text are one constant, two numbers are not", async () => {
    expect(await found(filled('train.fillna("0", inplace=True)', "test.fillna(0, inplace=True)"), /HLD601/)).toEqual([]);
    expect(await found(filled("train.fillna(-1, inplace=True)", "test.fillna(0, inplace=True)"), /HLD601/)).toEqual(["HLD601 cell1:6"]);
  });
  it("what unseen keys get is no other constant for gaps", async () => {
    const gaps = 'train["town"] = train["town"].fillna(-1)';
    expect(await found(filled(gaps, 'test["town"] = test["town"].map(counts).fillna(1)'), /HLD601/)).toEqual([]);
    expect(await found(filled(gaps, 'test["town"] = test["town"].fillna(1)'), /HLD601/)).toEqual(["HLD601 cell1:6"]);
  });
  it("a table is filled for a model of its own", async () => {
    const own = `test.fillna(0, inplace=True)
helper = RandomForestClassifier().fit(test[test["age"] > 0][["age"]], test[test["age"] > 0]["town"])`;
    expect(await found(filled("train.fillna(-1, inplace=True)", own), /HLD601/)).toEqual([]);
  });
});
