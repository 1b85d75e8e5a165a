/** Loops whose rounds are other problems, and slices of three parts laid end to end. */
import { expect, it } from "vitest";
import { check, places } from "../helpers/check.js";

const findings = async (program: string): Promise<string[]> => places((await check([program])).findings, [program]);

it("takes three files laid end to end apart at the sums of their lengths", async () => {
  expect(
    await findings(`import pandas as pd
from sklearn.linear_model import Ridge
train = pd.read_csv("a.csv")
dev = pd.read_csv("b.csv")
rest = pd.read_csv("c.csv")
n_train, n_dev = train.shape[0], dev.shape[0]
whole = pd.concat([train, dev, rest])
X = whole[["area", "rooms"]].values
model = Ridge().fit(X[:n_train], train["price"])
print(model.score(X[n_train:n_train + n_dev], dev["price"]))
`),
  ).toEqual([]);
});

it("sees that each round has a split of its own", async () => {
  expect(
    await findings(`import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier
df = pd.read_csv("flowers.csv")
for depth in range(1, 30):
    X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="kind"), df["kind"])
    print(depth, DecisionTreeClassifier(max_depth=depth).fit(X_train, y_train).score(X_test, y_test))
`),
  ).toEqual([]);
});

it("sees that each round has a target of its own", async () => {
  expect(
    await findings(`import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
df = pd.read_csv("comments.csv")
labels = ["toxic", "rude"]
strength = {"toxic": 0.1, "rude": 3.0}
train, test = train_test_split(df, random_state=0)
columns = ["length", "shouting"]
for label in labels:
    model = LogisticRegression(C=strength[label]).fit(train[columns], train[label])
    print(label, model.score(test[columns], test[label]))
`),
  ).toEqual([]);
});

it("still sees thresholds of an even grid that are tried on the test part", async () => {
  const program = `import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
df = pd.read_csv("mails.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="spam"), df["spam"], random_state=0)
likely = LogisticRegression().fit(X_train, y_train).predict_proba(X_test)[:, 1]
for limit in np.arange(0.1, 0.9, 0.1):
    print(limit, f1_score(y_test, likely > limit))
`;
  expect(await findings(program)).toEqual(["HLD201 cell1:10"]);
});

it("does not take counts of another column for an imbalance of the labels", async () => {
  const program = `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
df = pd.read_csv("guests.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="pleased"), df["pleased"], random_state=0)
print(accuracy_score(y_test, LogisticRegression().fit(X_train, y_train).predict(X_test)))
`;
  const counts = (column: string): { text: string; outputs: string[] } => ({
    text: `df["${column}"].value_counts()`,
    outputs: ["a    900\nb    100\nName: count, dtype: int64"],
  });
  expect((await check([program, counts("meal")])).findings.map((f) => f.code)).toEqual([]);
  expect((await check([program, counts("pleased")])).findings.map((f) => f.code)).toContain("HLD301");
});

it("takes one number of the target, the same for every row, for no leak", async () => {
  expect(
    await findings(`import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split
df = pd.read_csv("houses.csv")
df["above"] = df["area"] * df["price"].mean()
X_train, X_test, y_train, y_test = train_test_split(df[["above", "rooms"]], df["price"], random_state=0)
print(Ridge().fit(X_train, y_train).score(X_test, y_test))
`),
  ).toEqual([]);
});

it("knows that one epoch leaves nothing to choose from", async () => {
  const program = (epochs: number): string => `import pandas as pd
from sklearn.model_selection import train_test_split
from tensorflow import keras
df = pd.read_csv("sensors.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="broken"), df["broken"], random_state=0)
model = keras.Sequential([keras.layers.Dense(8, activation="relu"), keras.layers.Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", metrics=["AUC"])
model.fit(X_train, y_train, validation_data=(X_test, y_test), epochs=${epochs}, callbacks=[keras.callbacks.EarlyStopping()])
print(model.evaluate(X_test, y_test))
`;
  expect(await findings(program(1))).toEqual([]);
  expect(await findings(program(40))).toEqual(["HLD202 cell1:8"]);
});
