/** HLD101, HLD111, HLD201–HLD203: rounds that try no setting, parts cut by days that are computed, one model made alike, classes counted again. */
import { describe, expect, it } from "vitest";
import { check } from "../helpers/check.js";

const found = async (text: string, code: RegExp): Promise<string[]> =>
  (await check([text])).findings.filter((f) => code.test(f.code)).map((f) => `${f.code} ${f.severity}`);

const imports = `import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.metrics import f1_score, mean_squared_error
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import LabelEncoder, OneHotEncoder, StandardScaler
from xgboost import XGBClassifier
`;
const head = `${imports}df = pd.read_csv("pumps.csv")
a, b, c, d = train_test_split(df.drop(columns="broken"), df["broken"], random_state=0)
`;

describe("a loop (HLD201)", () => {
  it("over the classes of one model, written as a helper, tries nothing beyond doubt", async () => {
    const text = `${head}
def report(model, rows, truth, classes=3):
    guess = model.predict(rows)
    sides = [[] for _ in range(classes)]
    said = [[] for _ in range(classes)]
    for k in range(classes):
        sides[k].extend(np.asarray(truth)[:, k])
        said[k].extend(guess[:, k])
    return [f1_score(sides[k], said[k]) for k in range(classes)]

print(report(KNeighborsClassifier().fit(a, c), b, d))
`;
    expect((await found(text, /HLD201/)).filter((f) => !f.endsWith("hint"))).toEqual([]);
  });
  it("over settings does", async () => {
    const text = `${head}for k in range(1, 9):
    print(f1_score(d, KNeighborsClassifier(n_neighbors=k).fit(a, c).predict(b)))
`;
    expect(await found(text, /HLD201/)).toEqual(["HLD201 warning"]);
  });
  const cuts = (last: string): string => `${imports}df = pd.read_csv("pumps.csv")
rest, test = train_test_split(df, random_state=0)
train, other = train_test_split(rest, random_state=1)
cols = ["age", "flow"]

def table(truth, chances, limits=(0.2, 0.3, 0.4, 0.5, 0.6)):
    for limit in limits:
        print(limit, f1_score(truth, chances >= limit))

model = LogisticRegression().fit(train[cols], train["broken"])
${last}table(test["broken"], model.predict_proba(test[cols])[:, 1])
`;
  it("over cuts of one model's chances is a hint where the same table stands for other rows", async () => {
    expect(await found(`${cuts("")}best_limit = 0.3\n`, /HLD201/)).toEqual(["HLD201 warning"]);
    const both = await found(cuts(`table(other["broken"], model.predict_proba(other[cols])[:, 1])\nbest_limit = 0.3\n`), /HLD201/);
    expect(both.filter((f) => !f.endsWith("hint"))).toEqual([]);
  });
  it("that draws the terms of an error chooses by none of them", async () => {
    const terms = (name: string): string => `${imports}
def ${name}(truth, guess):
    return np.mean((truth - guess) ** 2)

X, y = np.load("rain.npy"), np.load("wind.npy")
a, b, c, d = train_test_split(X, y, random_state=0)
for alpha in [0.1, 1, 10, 100, 1000]:
    print(alpha, ${name}(d, Ridge(alpha=alpha).fit(a, c).predict(b)))
`;
    expect(await found(terms("squared_bias"), /HLD201/)).toEqual([]);
    expect(await found(terms("squared_error"), /HLD201/)).toEqual(["HLD201 warning"]);
  });
});

describe("parts cut by days that are computed (HLD202)", () => {
  const months = (stop: string): string => `${imports}data = pd.read_csv("pumps.csv")
data["day"] = pd.to_datetime(data["day"])
last = data["day"].max() - pd.DateOffset(months=1)
middle = data["day"].max() - pd.DateOffset(months=2)
train = data[data["day"] < middle]
between = data[(data["day"] >= middle) & (data["day"] < last)]
test = data[data["day"] >= last]
cols = ["age", "flow"]
model = XGBClassifier(n_estimators=900, early_stopping_rounds=30)
model.fit(train[cols], train["broken"], eval_set=[(${stop}[cols], ${stop}["broken"])])
${stop === "between" ? 'print(f1_score(between["broken"], model.predict(between[cols])))' : ""}
print(f1_score(test["broken"], model.predict(test[cols])))
`;
  it("are apart: the one before the last may say when to stop", async () => {
    expect(await found(months("between"), /HLD202/)).toEqual([]);
  });
  it("the last may not", async () => {
    expect((await found(months("test"), /HLD202/)).map((f) => f.slice(0, 6))).toEqual(["HLD202"]);
  });
});

describe("one kind of model on one test part (HLD203)", () => {
  const three = (depth: number): string => `${head}from sklearn.ensemble import RandomForestRegressor
for_all = RandomForestRegressor(n_estimators=80, random_state=1).fit(a, c)
print(for_all.score(b, d))
short = RandomForestRegressor(n_estimators=80, random_state=1).fit(a.drop(columns="noise"), c)
print(short.score(b.drop(columns="noise"), d))
tiny = RandomForestRegressor(n_estimators=${depth}, random_state=1).fit(a[["age"]], c)
print(tiny.score(b[["age"]], d))
`;
  it("made alike each time tells what its inputs are worth: a hint", async () => {
    expect(await found(three(80), /HLD203/)).toEqual(["HLD203 hint"]);
  });
  it("made in another way is a comparison", async () => {
    expect(await found(three(300), /HLD203/)).toEqual(["HLD203 information"]);
  });
});

describe("the share of one value in a column (HLD101)", () => {
  const share = (use: string): string => `${imports}df = pd.read_csv("pumps.csv")
y = df["broken"]
X = df.drop(columns="broken")
${use}
a, b, c, d = train_test_split(X, y, random_state=0)
print(LogisticRegression().fit(a, c).score(b, d))
`;
  it("that says which columns stay goes no further", async () => {
    expect(await found(share("X = X.loc[:, (X == 0).mean() < 0.9]"), /HLD101/)).toEqual([]);
  });
  it("is a number of all rows where it fills a column", async () => {
    expect((await found(share('X["flow"] = X["flow"].fillna(X["flow"].mean())'), /HLD101/)).length).toBe(1);
  });
});

describe("classes counted again on evaluation rows (HLD111)", () => {
  const net = (what: string): string => `${imports}import tensorflow as tf
from tensorflow import keras
train, valid = pd.read_csv("train.csv"), pd.read_csv("valid.csv")
code = OneHotEncoder(sparse_output=False)
${
  what === "labels"
    ? `y1 = code.fit_transform(train["kind"].to_numpy().reshape(-1, 1))
y2 = code.fit_transform(valid["kind"].to_numpy().reshape(-1, 1))
first = tf.data.Dataset.from_tensor_slices((train[["age", "flow"]].to_numpy(), y1)).batch(32)
second = tf.data.Dataset.from_tensor_slices((valid[["age", "flow"]].to_numpy(), y2)).batch(32)
model = keras.Sequential([keras.layers.Dense(3, activation="softmax")])
model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
model.fit(first, epochs=3)
print(model.evaluate(second))`
    : `x1 = code.fit_transform(train[["maker"]])
x2 = code.fit_transform(valid[["maker"]])
print(LogisticRegression().fit(x1, train["kind"]).score(x2, valid["kind"]))`
}
`;
  it("may be those of the labels", async () => {
    expect((await found(net("labels"), /HLD111/)).filter((f) => !f.endsWith("hint"))).toEqual([]);
  });
  it("are another code where they are features", async () => {
    expect(await found(net("features"), /HLD111/)).toEqual(["HLD111 warning"]);
  });
});
