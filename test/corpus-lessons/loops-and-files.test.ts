/** Programs like real ones that once raised a false alarm about training loops, cells or files, and the faults beside them. */
import { expect, it } from "vitest";
import { cellsOf, check, places } from "../helpers/check.js";

const found = async (program: string): Promise<string[]> => {
  const cells = cellsOf(program);
  return places((await check(cells)).findings, cells);
};

it("a keyword given to a partial counts over the one it was made with", async () => {
  const program = (last: string): string => `from functools import partial
import tensorflow as tf
(x, y), (x_test, y_test) = tf.keras.datasets.mnist.load_data()
Layer = partial(tf.keras.layers.Dense, activation="relu")
model = tf.keras.Sequential([tf.keras.layers.Flatten(), Layer(50), ${last}])
model.compile(loss="sparse_categorical_crossentropy", optimizer="sgd")
model.fit(x, y, validation_split=0.1)`;
  expect(await found(program('Layer(10, activation="softmax")'))).toEqual([]);
  expect(await found(program("Layer(10)"))).toEqual(["HLD504 cell1:6"]);
});

it("a comment that ends with a backslash does not swallow the next line", async () => {
  expect(await found(`import pandas as pd\n# read once, \\\ntable = pd.read_csv("rows.csv")\ntable.info()\ntable = table.dropna()\nprint(table)`)).toEqual([]);
});

it("a mean inside one text is no mean of the rows", async () => {
  const program = `import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
train, test = pd.read_csv("train.csv"), pd.read_csv("test.csv")
words = TfidfVectorizer().fit(train["text"])
def features(frame):
    out = pd.DataFrame()
    out["weight"] = frame["text"].map(lambda text: np.mean(words.transform([str(text)]).data))
    return out
model = LogisticRegression().fit(features(train), train["label"])
pd.Series(model.predict(features(test))).to_csv("answers.csv")`;
  expect(await found(program)).toEqual([]);
});

it("names of handlers, comprehensions and global statements are defined", async () => {
  const program = `import pandas as pd
# %%
def load():
    global rows
    rows = pd.read_csv("rows.csv")
load()
# %%
print(rows.shape, [name for name in rows.columns])
try:
    print(rows["a"])
except KeyError as problem:
    print(problem)
# %%
if len(rows) > 10:
    extra = 1
# %%
print(extra)`;
  expect(await found(program)).toEqual([]);
});

it("star imports and magics may define anything", async () => {
  expect(await found("from helpers import *\n# %%\nprint(first)\n# %%\nfirst = 1")).toEqual([]);
  expect(await found("%run setup.ipynb\n# %%\nprint(first)\n# %%\nfirst = 1")).toEqual([]);
  expect(await found("import os\n# %%\nprint(first)\n# %%\nfirst = 1")).toEqual(["HLD403 cell2:1"]);
});

it("a model that is saved for the program itself, weights only, or whole with its preparation", async () => {
  const program = (save: string): string => `import joblib
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
df = pd.read_csv("patients.csv")
X_train, X_test, y_train, y_test = train_test_split(df[["age", "dose"]], df["sick"], random_state=0)
scaler = StandardScaler().fit(X_train)
model = LogisticRegression().fit(scaler.transform(X_train), y_train)
print(model.score(scaler.transform(X_test), y_test))
${save}`;
  expect(await found(program('joblib.dump(model, "m.joblib")'))).toEqual(["HLD602 cell1:11"]);
  expect(await found(program('joblib.dump(model, "m.joblib")\njoblib.dump(scaler, "s.joblib")'))).toEqual([]);
  expect(await found(program('joblib.dump(model, "m.joblib")\nagain = joblib.load("m.joblib")'))).toEqual([]);
  expect(await found(program('joblib.dump([scaler, model], "m.joblib")'))).toEqual([]);
});

it("files of the project itself are nobody's business", async () => {
  expect(await found('import pickle\nwith open("models/model.pkl", "rb") as file:\n    model = pickle.load(file)\nprint(model)')).toEqual([]);
  expect(await found("import argparse\nimport joblib\nargs = argparse.ArgumentParser().parse_args()\nprint(joblib.load(args.model))")).toEqual([]);
  expect(await found("import sys\nimport joblib\nprint(joblib.load(sys.argv[1]))")).toEqual(["HLD603 cell1:3"]);
});
