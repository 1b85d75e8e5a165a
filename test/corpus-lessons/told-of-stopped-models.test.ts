/** Models that stop early on the rows that tell of them: what a part kept for the end, or another model's score, has to say to that. */
import { describe, expect, it } from "vitest";
import { check, places } from "../helpers/check.js";

const found = async (text: string): Promise<string[]> => {
  const cells = [text];
  return places(
    (await check(cells)).findings.filter((f) => f.code === "HLD202" && f.severity !== "hint"),
    cells,
  ).map((x) => x.replace("cell1:", ""));
};

const boosted = `import pandas as pd
import xgboost as xgb
from sklearn.model_selection import train_test_split
rents = pd.read_csv("rents.csv")
X, y = rents.drop(columns="rent"), rents["rent"]
X_train, X_rest, y_train, y_rest = train_test_split(X, y, test_size=0.2, random_state=0)
X_stop, X_kept, y_stop, y_kept = train_test_split(X_rest, y_rest, test_size=0.5, random_state=1)
stop = xgb.DMatrix(X_stop, label=y_stop)
model = xgb.train({"eta": 0.1}, xgb.DMatrix(X_train, label=y_train), 900, [(stop, "stop")], early_stopping_rounds=20)
print("error %.4f" % model.best_score)
`;

describe("a part that is kept for the end", () => {
  it("judges nothing any more once the model answers for other rows", async () => {
    expect(
      await found(`${boosted}asked = pd.read_csv("asked.csv")
asked["rent"] = model.predict(xgb.DMatrix(asked))
asked.to_csv("answers.csv")
`),
    ).toEqual(["HLD202 9"]);
  });

  it("may still judge while the program goes on", async () => {
    expect(await found(boosted)).toEqual([]);
  });

  it("judges where it is scored, or where the other rows have labels that do", async () => {
    expect(
      await found(`${boosted}print(abs(model.predict(xgb.DMatrix(X_kept)) - y_kept).mean())
asked = pd.read_csv("asked.csv")
asked["rent"] = model.predict(xgb.DMatrix(asked))
`),
    ).toEqual([]);
    expect(
      await found(`${boosted}later = pd.read_csv("later.csv")
answers = model.predict(xgb.DMatrix(later.drop(columns="rent")))
print(abs(answers - later["rent"]).mean())
`),
    ).toEqual([]);
  });
});

const networks = `import numpy as np
from keras.callbacks import EarlyStopping, ModelCheckpoint
from keras.layers import Dense
from keras.models import Sequential
from sklearn.model_selection import train_test_split
X, y = np.load("x.npy"), np.load("y.npy")
X_most, X_last, y_most, y_last = train_test_split(X, y, random_state=0)
X_train, X_side, y_train, y_side = train_test_split(X_most, y_most, random_state=1)

def network():
    made = Sequential([Dense(16, activation="relu"), Dense(1, activation="sigmoid")])
    made.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
    return made
`;

describe("another network", () => {
  it("that was scored on further rows before says nothing of this one", async () => {
    expect(
      await found(`${networks}
small = network()
small.fit(X_train, y_train, epochs=5)
print(small.evaluate(X_side, y_side))
large = network()
large.fit(X_train, y_train, epochs=50, validation_data=(X_last, y_last), callbacks=[ModelCheckpoint("best", save_best_only=True)])
large.load_weights("best")
print(large.evaluate(X_last, y_last))
`),
    ).toEqual(["HLD202 19"]);
  });

  it("that is scored on further rows behind it may be this one, trained anew", async () => {
    expect(
      await found(`${networks}
first = network()
first.fit(X_train, y_train, epochs=50, validation_data=(X_side, y_side), callbacks=[EarlyStopping(patience=3, restore_best_weights=True)])
print(first.evaluate(X_side, y_side))
final = network()
final.fit(X_most, y_most, epochs=20)
print(final.evaluate(X_last, y_last))
`),
    ).toEqual([]);
  });
});
