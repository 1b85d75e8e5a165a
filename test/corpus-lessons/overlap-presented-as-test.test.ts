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
