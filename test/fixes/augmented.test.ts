/** Early stopping of a network that is trained on changed copies of its rows, batch after batch. */
import { describe, expect, it } from "vitest";
import { fixedText, withheld } from "./offers.js";

const program = (fit: string, options = "rotation_range=10"): string => `import numpy as np
from sklearn.model_selection import train_test_split
from tensorflow import keras
from tensorflow.keras.preprocessing.image import ImageDataGenerator
X, y = np.load("leaves.npy"), np.load("kinds.npy")
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=4)
model = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(3, activation="softmax")])
model.compile(loss="sparse_categorical_crossentropy", metrics=["accuracy"])
changes = ImageDataGenerator(${options})
stop = keras.callbacks.EarlyStopping(patience=3)
${fit}print(model.evaluate(X_test, y_test))
`;
const trains = (x: string, y: string, held: string): string =>
  `model.fit(changes.flow(${x}, ${y}, batch_size=32), steps_per_epoch=len(${x}) // 32, validation_data=(${held}), epochs=20, callbacks=[stop])\n`;
const usual = trains("X_train", "y_train", "X_test, y_test");

describe("a network that is trained on changed copies", () => {
  it("stops by a part of the training rows, of which it gets no copies", async () => {
    expect(await fixedText(program(usual), "HLD202")).toBe(
      program(
        `X_fit, X_valid, y_fit, y_valid = train_test_split(X_train, y_train, test_size=0.2, random_state=4)\n${trains("X_fit", "y_fit", "X_valid, y_valid")}`,
      ),
    );
  });

  it("stays where the copies are scaled by what all training rows say", async () => {
    const learned = `changes.fit(X_train)\n${usual}`;
    expect(await withheld(program(learned, "featurewise_center=True"), "HLD202")).toEqual(["What changes the rows learns from all training rows before."]);
  });

  it("stays in a function that would not read what it is handed", async () => {
    const inside = `def trained(X_train, y_train, X_held, y_held):\n    ${trains("X_train", "y_train", "X_held, y_held")}trained(X_train, y_train, X_test, y_test)\n`;
    expect((await withheld(program(inside), "HLD202"))[0]).toContain("which it would read no more");
  });
});

it("a booster that goes on from a model has that model's rows behind it", async () => {
  const text = `import lightgbm as lgb
import numpy as np
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split
X, y = np.load("leaves.npy"), np.load("heights.npy")
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=4)
train, held = lgb.Dataset(X_train, y_train), lgb.Dataset(X_test, y_test)
first = lgb.train({}, lgb.Dataset(X_train, y_train))
model = lgb.train({}, lgb.Dataset(X_train, y_train), init_model=first, valid_sets=[lgb.Dataset(X_test, y_test)], callbacks=[lgb.early_stopping(5)])
print(mean_absolute_error(y_test, model.predict(X_test)))
`;
  expect(await withheld(text, "HLD202")).toEqual(["It goes on from a model, which may have seen the rows that would be cut off now."]);
});
