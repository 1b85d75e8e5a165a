/** HLD107 needs proof: what looks like the target among the inputs, and is not. */
import { describe, expect, it } from "vitest";
import { check, places } from "../helpers/check.js";

const found = async (text: string): Promise<string[]> => places((await check([text])).findings, [text]).filter((p) => p.startsWith("HLD107"));
const head = `import numpy as np
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split
train = pd.read_csv("train.csv")
test = pd.read_csv("test.csv")
`;
const tail = `
a, b, c, d = train_test_split(X, y, random_state=0)
print(Ridge().fit(a, c).score(b, d))
`;

describe("the target is not proved to be among the inputs", () => {
  it("of columns that another table has", async () => {
    expect(await found(`${head}y = train["price"]\nX = train[test.columns]${tail}`)).toEqual([]);
    expect(await found(`${head}y = train["price"]\nnames = list(test.columns)\nnames.remove("id")\nX = train[names]${tail}`)).toEqual([]);
  });
  it("of columns that were dropped before the names were taken", async () => {
    expect(await found(`${head}y = train["price"]\nnames = train.drop(["id", "price"], axis=1).columns.values\nX = train[names]${tail}`)).toEqual([]);
  });
  it("of columns chosen by their type", async () => {
    expect(
      await found(
        `${head}y = train["price"]\nnames = train.select_dtypes(include=["number"]).columns\nnames = names.drop("price")\nX = pd.concat([train[names], pd.get_dummies(train["kind"])], axis=1)${tail}`,
      ),
    ).toEqual([]);
  });
  it("of a table from which unnamed columns were deleted", async () => {
    expect(await found(`${head}y = train["price"]\nfor c in set(train.columns) - set(test.columns):\n    del train[c]\nX = train${tail}`)).toEqual([]);
  });
  it("of both files laid end to end after it was dropped", async () => {
    expect(
      await found(
        `${head}y = train["price"]\ntrain = train.drop(["price"], axis=1)\nboth = pd.concat([train, test], axis=0)\nboth = both.drop(["id"], axis=1)\nX = both[:len(train)]${tail}`,
      ),
    ).toEqual([]);
  });
  it("when the target is computed from several columns, one of which is an input", async () => {
    expect(await found(`${head}y = ((train["asked"] - train["paid"]) > 0).astype(int)\nX = train[["asked", "age"]]${tail}`)).toEqual([]);
  });
  it("when an input is another row's value of it", async () => {
    expect(
      await found(
        `${head}one = train[train["name"] == "A"][["price", "oil"]]\none["other"] = train[train["name"] == "B"]["price"].values\ny = one["price"]\nX = one[["oil", "other"]]${tail}`,
      ),
    ).toEqual([]);
  });
  it("of an autoencoder", async () => {
    const text = `import pandas as pd
from tensorflow import keras
df = pd.read_csv("train.csv")
X = df[["a"]]
net = keras.Sequential([keras.layers.Dense(2), keras.layers.Dense(1)])
net.compile("adam", "mse")
net.fit(X[:800], X[:800], validation_data=(X[800:], X[800:]))
print(net.evaluate(X[800:], X[800:]))
`;
    expect(await found(text)).toEqual([]);
  });
  it("of pictures in folders", async () => {
    const text = `from tensorflow import keras
flow = keras.preprocessing.image.ImageDataGenerator(rescale=1 / 255)
train = flow.flow_from_directory("data/train")
valid = flow.flow_from_directory("data/valid")
net = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(2)])
net.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
net.fit(train, validation_data=valid, epochs=3)
print(net.evaluate(valid))
`;
    expect(await found(text)).toEqual([]);
  });
});

describe("the target is among the inputs", () => {
  it("left in", async () => {
    expect(await found(`${head}y = train["price"]\nX = train.drop(columns=["id"])${tail}`)).toHaveLength(1);
  });
  it("under another name", async () => {
    expect(await found(`${head}y = train["price"]\ntrain["log_price"] = np.log1p(train["price"])\nX = train[["age", "log_price"]]${tail}`)).toHaveLength(1);
  });
});

describe("a target that is none of the inputs", () => {
  const found = async (text: string): Promise<number> => (await check([text])).findings.filter((f) => f.code === "HLD107").length;
  const program = (X: string): string => `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
df = pd.read_csv("boats.csv")
df.drop(["saved", "deck"], axis=1, inplace=True)
X, y = ${X}, df["survived"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
`;
  it("is dropped along the columns, in whatever way they are named", async () => {
    expect(await found(program('df.drop("survived", axis=True)'))).toBe(0);
    expect(await found(program("df"))).toBe(1);
  });
  it("comes beside the texts that it labels", async () => {
    const text = `import tensorflow as tf
import tensorflow_datasets as tfds
parts, info = tfds.load("imdb_reviews", with_info=True, as_supervised=True)
train, test = parts["train"].batch(32), parts["test"].batch(32)
net = tf.keras.Sequential([tf.keras.layers.Dense(1)])
net.compile("adam", "binary_crossentropy", metrics=["accuracy"])
net.fit(train, epochs=3)
print(net.evaluate(test))
`;
    expect(await found(text)).toBe(0);
  });
});
