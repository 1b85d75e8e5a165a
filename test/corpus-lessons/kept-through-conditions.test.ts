/** What was lost at a condition, in a node that is fed, inside a search that makes its own models. */
import { describe, expect, it } from "vitest";
import { check, places } from "../helpers/check.js";

const found = async (text: string, code: RegExp): Promise<string[]> => places((await check([text])).findings, [text]).filter((p) => code.test(p));

const head = `import numpy as np
import pandas as pd
import tensorflow as tf
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold, train_test_split
from sklearn.preprocessing import StandardScaler
from tpot import TPOTRegressor
df = pd.read_csv("songs.csv")
`;

describe("a column given by a condition on what was learned from all rows", () => {
  const program = (made: string) => `${head}middle = np.mean(df["length"])
${made}
X_train, X_test, y_train, y_test = train_test_split(df[["short", "tempo"]], df["liked"], random_state=0)
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
`;
  const helper = (test: string) => `def short(x):
    if ${test}:
        return 1
    return 0
df["short"] = df["length"].apply(short).astype(np.int8)`;
  it("carries it: in a function, and in one line", async () => {
    expect(await found(program(helper("x < middle")), /HLD101/)).toEqual(["HLD101 cell1:10"]);
    expect(await found(program('df["short"] = df["length"].apply(lambda x: 1 if x < middle else 0)'), /HLD101/)).toEqual(["HLD101 cell1:10"]);
  });
  it("carries it beyond a second condition", async () => {
    const nested = `def short(x):
    if x > middle:
        if x > 900:
            return 2
        return 1
    return 0
df["short"] = df["length"].apply(short)`;
    expect(await found(program(nested), /HLD101/)).toEqual(["HLD101 cell1:10"]);
  });
  it("has nothing of a fixed limit, and is not the column that was looked at", async () => {
    expect(await found(program(helper("x < 200")), /HLD1/)).toEqual([]);
    const labels = `df["liked"] = df["rating"].fillna(df["rating"].mean())
df["liked"] = df["liked"].apply(lambda x: 1 if x > 3 else 0)
df["short"] = df["rating"] * 2`;
    expect(await found(program(labels), /HLD107/)).toEqual([]);
  });
  it("learns from the training part alone where the limit does", async () => {
    const text = `${head}train, test = train_test_split(df, random_state=0)
middle = train["length"].mean()
def short(x):
    return 1 if x < middle else 0
train["short"] = train["length"].apply(short)
test["short"] = test["length"].apply(short)
print(LogisticRegression().fit(train[["short"]], train["liked"]).score(test[["short"]], test["liked"]))
`;
    expect(await found(text, /HLD1/)).toEqual([]);
  });
});

describe("a node of a graph that is fed", () => {
  const program = (scale: string, score: string) => `${head}X, y = df.drop(columns="liked").values, df["liked"].values
${scale}
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
inputs = tf.placeholder(tf.float32, (None, 8))
labels = tf.placeholder(tf.int64, (None,))
logits = tf.layers.dense(tf.layers.dense(inputs, 16), 2)
loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits))
training = tf.train.AdamOptimizer().minimize(loss)
accuracy = tf.reduce_mean(tf.cast(tf.nn.in_top_k(logits, labels, 1), tf.float32))
with tf.Session() as session:
    tf.global_variables_initializer().run()
    for step in range(200):
        training.run(feed_dict={inputs: X_train, labels: y_train})
    print(${score})
`;
  const scaled = "X = StandardScaler().fit_transform(X)";
  it("scores what the session trained", async () => {
    expect(await found(program(scaled, "accuracy.eval(feed_dict={inputs: X_test, labels: y_test})"), /HLD10/)).toEqual(["HLD101 cell1:11"]);
    const told = "accuracy.eval(session=session, feed_dict={inputs: X_test, labels: y_test})";
    expect(await found(program(scaled, told), /HLD10/)).toHaveLength(1);
  });
  it("has nothing to do with other calls of that name", async () => {
    expect(await found(program(scaled, "df.eval('tempo + length')"), /HLD10[12]/)).toEqual([]);
    expect(await found(program("", "accuracy.eval(feed_dict={inputs: X_test, labels: y_test})"), /HLD10/)).toEqual([]);
  });
});

describe("a search that makes its own models", () => {
  const program = (before: string, inside: string) => `${head}X, y = df.drop(columns="plays").values, df["plays"].values
${before}
search = TPOTRegressor(generations=3, population_size=9, verbosity=2)
${inside}
`;
  const loop = `for a, b in KFold(10).split(X):
    X_train, y_train = X[a], y[a]
search.fit(X_train, y_train)`;
  it("cross-validates the rows that it is fitted on", async () => {
    expect(await found(program("X = PCA(3).fit_transform(X)", loop), /HLD10/)).toEqual(["HLD102 cell1:11"]);
  });
  it("on rows of its own leaks nothing to the part that scores it", async () => {
    const inside =
      "X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)\nsearch.fit(X_train, y_train)\nprint(search.score(X_test, y_test))";
    expect(await found(program("", inside), /HLD[12]/)).toEqual([]);
  });
});

it("what a function learns of each group is said once, where it is learned", async () => {
  const text = `${head}df["tempo"] = df.groupby("genre")["tempo"].transform(lambda x: x.fillna(x.median()))
X_train, X_test, y_train, y_test = train_test_split(df[["tempo"]], df["liked"], random_state=0)
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
`;
  expect(await found(text, /HLD101/)).toEqual(["HLD101 cell1:10"]);
  expect(await found(text.replace("lambda x: x.fillna(x.median())", '"median"'), /HLD101/)).toHaveLength(1);
});

describe("an empty table", () => {
  const program = (filled: string) => `${head}table = pd.DataFrame()
${filled}
X_train, X_test, y_train, y_test = train_test_split(table, df["liked"], random_state=0)
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
`;
  it("has the rows of the first column that it is given", async () => {
    const fill = 'table["tempo"] = df["tempo"].fillna(df["tempo"].mean())';
    expect(await found(program(fill), /HLD101/)).toEqual(["HLD101 cell1:11"]);
    expect(await found(program(`table["length"] = df["length"]\n${fill}`), /HLD101/)).toEqual(["HLD101 cell1:12"]);
  });
  it("has the rows that a list was filled from", async () => {
    const list = `middle = df["tempo"].mean()
fast = []
for tempo in df["tempo"]:
    fast.append(tempo - middle)
table["fast"] = fast`;
    expect(await found(program(list), /HLD101/)).toEqual(["HLD101 cell1:11"]);
  });
  it("made anew for each part holds that part", async () => {
    const text = `${head}def features(part):
    table = pd.DataFrame()
    table["tempo"] = part["tempo"]
    table["long"] = part["length"] > 200
    return table
train, test = train_test_split(df, random_state=0)
print(LogisticRegression().fit(features(train), train["liked"]).score(features(test), test["liked"]))
`;
    expect(await found(text, /HLD1/)).toEqual([]);
  });
});

it("a training score beside the cross-validation of its settings is not the only one", async () => {
  const program = (then: string) => `from catboost import CatBoostClassifier, Pool, cv
${head}table = pd.DataFrame()
table["tempo"] = df["tempo"]
pool = Pool(table, df["liked"])
model = CatBoostClassifier(iterations=100)
model.fit(pool)
print(model.score(table, df["liked"]))
${then}
`;
  expect(await found(program("shown = cv(pool, model.get_params(), fold_count=10)\nprint(shown)"), /HLD205/)).toEqual([]);
  expect(await found(program(""), /HLD205/)).toHaveLength(1);
});
