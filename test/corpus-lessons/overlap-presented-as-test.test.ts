/** HLD106 is red: rows must be seen rows beyond doubt, and the score must be meant as a test. */
import { describe, expect, it } from "vitest";
import { check, places } from "../helpers/check.js";

const found = async (text: string): Promise<string[]> => places((await check([text])).findings, [text]).filter((p) => p.startsWith("HLD106"));
const head = `import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss
from sklearn.model_selection import KFold, train_test_split
df = pd.read_csv("loans.csv")
f = ["income", "age"]
`;

describe("no overlap", () => {
  it("when the training score stands beside the test score, the fit having kept a part for validation", async () => {
    const text = `import pandas as pd
from sklearn.model_selection import train_test_split
from tensorflow import keras
df = pd.read_csv("loans.csv")
X_train, X_test, y_train, y_test = train_test_split(df[["a", "b"]], df["y"], random_state=0)
net = keras.Sequential([keras.layers.Dense(1)])
net.compile("adam", "mse")
net.fit(X_train, y_train, validation_split=0.2)
print("train", net.evaluate(X_train, y_train), "test", net.evaluate(X_test, y_test))
`;
    expect(await found(text)).toEqual([]);
  });
  it("when the last fold's model is scored on everything as its in-bag score", async () => {
    expect(
      await found(`${head}scores = []
for tr, te in KFold(5).split(df):
    m = LogisticRegression().fit(df.iloc[tr][f], df.iloc[tr]["bad"])
    scores.append(log_loss(df.iloc[te]["bad"], m.predict_proba(df.iloc[te][f])))
print("in bag", log_loss(df["bad"], m.predict_proba(df[f])), "out of bag", np.mean(scores))
`),
    ).toEqual([]);
  });
  it("of labels that are left over", async () => {
    const fit = 'm = LogisticRegression().fit(df.loc[a][f], df.loc[a]["bad"])\ny_test = df.loc[b]["bad"]\nprint(m.score(df.loc[b][f], y_test))\n';
    expect(await found(`${head}a = np.random.choice(df.index, 500, replace=False)\nb = np.array([i for i in df.index if i not in a])\n${fit}`)).toEqual([]);
    expect(await found(`${head}b = df.iloc[100:200].index\na = list(set(df.index).difference(b))\n${fit}`)).toEqual([]);
  });
  it("of positions that nobody can tell", async () => {
    expect(
      await found(
        `${head}train = df.sample(frac=0.8, random_state=0)\nwith open("rest.txt") as h:\n    b = [int(x) for x in h]\ntest = df.iloc[b]\nm = LogisticRegression().fit(train[f], train["bad"])\nprint(m.score(test[f], test["bad"]))\n`,
      ),
    ).toEqual([]);
  });
  it("where rows that stand twice beside the others are taken from them", async () => {
    const text = (kept: string): string => `${head}held = df.sample(frac=0.2, random_state=0)
rest = pd.concat([df, held, held]).drop_duplicates(${kept})
m = LogisticRegression().fit(rest[f], rest["bad"])
print(m.score(held[f], held["bad"]))
`;
    expect(await found(text("keep=False"))).toEqual([]);
    expect(await found(text(""))).toHaveLength(1);
  });
  it("when residuals are counted", async () => {
    expect(
      await found(
        `${head}train, rest = train_test_split(df, random_state=0)\nm = LogisticRegression().fit(train[f], train["bad"])\nresidual = abs(m.predict(df[f]) - df["bad"])\nprint(pd.Series(residual).value_counts())\n`,
      ),
    ).toEqual([]);
  });
});

describe("overlap", () => {
  it("of the part that was cut from undersampled rows with the test part of all rows", async () => {
    expect(
      await found(`${head}fraud = df[df["bad"] == 1]
fair = df[df["bad"] == 0].sample(n=500, random_state=0)
small = pd.concat([fraud, fair])
a_train, a_test = train_test_split(small, random_state=0)
b_train, b_test = train_test_split(df, random_state=0)
m = LogisticRegression().fit(a_train[f], a_train["bad"])
print(m.score(b_test[f], b_test["bad"]))
`),
    ).toHaveLength(1);
  });
});

describe("rows that were resampled for training", () => {
  const program = (scored: string): string => `import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
df = pd.read_csv("stroke.csv")
X, y = df.drop(columns="stroke"), df["stroke"]
a, b, c, d = train_test_split(X, y, stratify=y, random_state=0)
more, labels = SMOTE().fit_resample(a, c)
model = RandomForestClassifier().fit(more, labels)
${scored}
print(f1_score(d, model.predict(b)))
`;
  it("are the model's own rows as they were before, too", async () => {
    const text = program("fitted = model.predict(a)\nprint(f1_score(c, fitted))");
    expect(places((await check([text])).findings, [text]).filter((p) => /HLD10[56]/.test(p))).toEqual([]);
  });
});

describe("two draws of rows that overlap", () => {
  it("are reported where the second is made", async () => {
    const text = `import pandas as pd
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier
df = pd.read_csv("loans.csv")
train, test = train_test_split(df, random_state=0)
for share in [0.1, 0.5]:
    some = df.sample(frac=share)
    tree = DecisionTreeClassifier().fit(some.drop(columns="bad"), some["bad"])
    print(f1_score(test["bad"], tree.predict(test.drop(columns="bad"))))
`;
    expect(places((await check([text])).findings, [text]).filter((p) => p.startsWith("HLD106"))).toEqual(["HLD106 cell1:8"]);
  });
});

describe("predictions for more rows than are scored", () => {
  const head = `import numpy as np
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_absolute_error
df = pd.read_csv("sales.csv")
X, y = df.drop(columns="sold").values, df["sold"].values
`;
  const found = async (text: string): Promise<string[]> => places((await check([text])).findings, [text]).filter((p) => p.startsWith("HLD106"));
  it("are scored where the part was held out", async () => {
    const text = `${head}model = Ridge().fit(X[:800], y[:800])
guess = model.predict(X)
print(mean_absolute_error(y[800:], guess[800:]))
`;
    expect(await found(text)).toEqual([]);
  });
  it("stand for later rows when they are fed back into the model", async () => {
    const text = `${head}train, test = y[:800], y[800:]
windows = np.lib.stride_tricks.sliding_window_view(train, 12)
model = Ridge().fit(windows[:-1], train[12:])
window, later = list(train[-12:]), df.iloc[800:].copy()
seen = train[-12:].reshape(1, 12)
later["guess"] = model.predict(seen)
print(mean_absolute_error(later["sold"], later["guess"]))
`;
    expect(await found(text)).toEqual([]);
  });
});

describe("row numbers drawn from a length", () => {
  const drawn = (train: string, numbers = "np.random.choice(len(homes), 400, replace=False)") => `import random
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
homes = pd.read_csv("homes.csv")
held = ${numbers}
homes_test = homes.iloc[held]
homes_train = ${train}
forest = RandomForestRegressor()
forest.fit(homes_train[["area", "rooms"]], homes_train["price"])
print(forest.score(homes_test[["area", "rooms"]], homes_test["price"]))
`;

  it.each(["homes.drop(homes.index[held])", "homes.drop(held)", "homes.drop(homes_test.index)"])("leave the others to training by %s", async (train) => {
    expect(await found(drawn(train))).toEqual([]);
    expect(await found(drawn(train, "random.sample(range(len(homes)), 400)"))).toEqual([]);
    expect(await found(drawn(train, "random.sample(range(5000), 400)"))).toEqual([]);
  });

  it("fall on both sides where training draws for itself", async () => {
    expect(await found(drawn("homes.iloc[np.random.choice(len(homes), 900, replace=False)]"))).toHaveLength(1);
  });
});

const said = async (text: string, code = "HLD106"): Promise<string[]> => (await check([text])).findings.filter((f) => f.code === code).map((f) => f.severity);
const arrays = `import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
df = pd.read_csv("loans.csv")
X, y = df[["income", "age"]].to_numpy(), df["bad"].to_numpy()
`;
const trial = (rows: string): string =>
  `${arrays}${rows}m = LogisticRegression().fit(X[some], y[some])\nX_test, y_test = X[rest], y[rest]\nprint(m.score(X_test, y_test))\n`;

describe("draws with replacement", () => {
  it("leave over rows that nothing was trained on", async () => {
    const draw = "some = np.random.choice(len(X), 500)\n";
    expect(await said(trial(`${draw}rest = [i for i in range(len(X)) if i not in some]\n`))).toEqual([]);
    expect(await said(trial(`${draw}rest = np.delete(np.arange(len(X)), some)\n`))).toEqual([]);
    expect(await said(trial(`${draw}rest = np.setdiff1d(np.arange(len(X)), some)\n`))).toEqual([]);
  });
  it("overlap where both parts are drawn", async () => {
    expect(await said(trial("some = np.random.choice(len(X), 500)\nrest = np.random.choice(len(X), 100)\n"))).toEqual(["error"]);
  });
});

describe("an overlap that is not told by cuts that can be followed is a hint at most", () => {
  it("where the rows are counted up in a loop", async () => {
    const walk = `size = round(len(X) / 5)
some, rest = np.arange(0, size), np.arange(size, 2 * size)
for i in range(4):
    X_test, y_test = X[rest], y[rest]
    m = LogisticRegression().fit(X[some], y[some])
    print(m.score(X_test, y_test))
    some = np.concatenate((some, rest, some + size))
    rest = rest + size
`;
    expect(await said(arrays + walk)).not.toContain("error");
    expect(
      await said(`${arrays}X_test, y_test = X[700:900], y[700:900]\nm = LogisticRegression().fit(X[:800], y[:800])\nprint(m.score(X_test, y_test))\n`),
    ).toEqual(["error"]);
  });
  it("where parts of tables came together in a loop", async () => {
    const text = `import pandas as pd
from sklearn.metrics import accuracy_score
from sklearn.tree import DecisionTreeClassifier
tracks = [pd.read_csv("a.csv"), pd.read_csv("b.csv")]
early, late = pd.DataFrame(), pd.DataFrame()
for track in tracks:
    for i in range(10):
        lo, hi = int(i * 100), int((i + 1) * 100)
        part = track[lo:hi]
        if i < 7:
            early = pd.concat([early, part])
        else:
            late = pd.concat([late, part])
m = DecisionTreeClassifier().fit(early[["x", "z"]], early["kind"])
y_test = late["kind"]
print(accuracy_score(y_test, m.predict(late[["x", "z"]])))
`;
    expect(await said(text)).not.toContain("error");
  });
  it("where training rows are some of those that a function is handed", async () => {
    const text = `from sklearn.metrics import mean_squared_error
def curve(model, X_train, X_val, y_train, y_val):
    for m in range(1, len(X_train)):
        model.fit(X_train[:m], y_train[:m])
        print(mean_squared_error(y_val, model.predict(X_val)))
def raw(model, X, y):
    curve(model, X, X, y, y)
`;
    expect(await said(text)).not.toContain("error");
  });
});

describe("a handful of rows", () => {
  const program = (name: string, n: number): string => `${head}y = df["bad"]
m = LogisticRegression().fit(df[f], y)
${name} = y[:${n}]
print(log_loss(${name}, m.predict(df[f][:${n}])))
`;
  it("of the training part is looked at, not tested on", async () => {
    expect(await said(program("some_labels", 5))).toEqual([]);
    expect(await said(program("y_test", 5))).toEqual(["error"]);
    expect(await said(program("y_test", 500))).toEqual(["error"]);
  });
});
