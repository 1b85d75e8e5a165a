/** A network that cuts its validation rows itself from a training part: they are prepared as the test part is. */
import { describe, expect, it } from "vitest";
import { fixedText, withheld } from "./offers.js";

const head = `import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from tensorflow import keras
data = np.load("days.npz")
X, y = data["X"], data["y"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=3)
print(len(X_train))
`;
const scaled = `flat_train = X_train.reshape(-1, X_train.shape[-1])
flat_test = X_test.reshape(-1, X_test.shape[-1])
scaler = StandardScaler()
S_train = scaler.fit_transform(flat_train).reshape(X_train.shape)
S_test = scaler.transform(flat_test).reshape(X_test.shape)
`;
const trained = `model = keras.Sequential([keras.layers.LSTM(8), keras.layers.Dense(1)])
model.compile(optimizer="adam", loss="mse")
stop = keras.callbacks.EarlyStopping(patience=5)
model.fit(S_train, y_train, validation_split=0.25, epochs=50, callbacks=[stop])
print(model.evaluate(S_test, y_test))
`;

describe("a network's validation part", () => {
  it("is cut behind the split, and prepared in the words of the test part", async () => {
    const fixed = await fixedText(`${head}${scaled}${trained}`, "HLD102");
    expect(fixed).toContain(`random_state=3)
X_train, X_valid, y_train, y_valid = train_test_split(X_train, y_train, test_size=0.25, shuffle=False)
print(len(X_train))
flat_train = X_train.reshape(-1, X_train.shape[-1])
flat_test = X_test.reshape(-1, X_test.shape[-1])
flat_valid = X_valid.reshape(-1, X_valid.shape[-1])
scaler = StandardScaler()
S_train = scaler.fit_transform(flat_train).reshape(X_train.shape)
S_test = scaler.transform(flat_test).reshape(X_test.shape)
S_valid = scaler.transform(flat_valid).reshape(X_valid.shape)
`);
    expect(fixed).toContain("model.fit(S_train, y_train, validation_data=(S_valid, y_valid), epochs=50, callbacks=[stop])");
  });

  it("is prepared by numbers of the training part, and in the blocks in which the test part is", async () => {
    const byHand = `flat = X_train.reshape(-1, X_train.shape[-1])
mean, std = flat.mean(axis=0), 1
S_train = (X_train - mean) / std
S_test = (X_test - mean) / std
if np.isnan(S_train).any():
    S_train = np.nan_to_num(S_train)
    S_test = np.nan_to_num(S_test)
`;
    const fixed = await fixedText(`${head}${byHand}${trained}`, "HLD102");
    expect(fixed).toContain("S_test = (X_test - mean) / std\nS_valid = (X_valid - mean) / std\nif");
    expect(fixed).toContain("    S_test = np.nan_to_num(S_test)\n    S_valid = np.nan_to_num(S_valid)\n");
  });

  it("is left where the test part is prepared in other words", async () => {
    const other = scaled.replace("scaler.transform(flat_test)", "scaler.transform(flat_test * 1)");
    expect((await withheld(`${head}${other}${trained}`, "HLD102")).join()).toContain("is made from the learning in a way that cannot be followed");
    const more = `${scaled}for i in range(3):\n    S_train = S_train * 2\n`;
    expect((await withheld(`${head}${more}${trained}`, "HLD102")).join()).toContain("is made from the learning in a way that cannot be followed");
  });

  it("is left where another model is trained on the rows, or they are handed on", async () => {
    const reason = "is made from the learning in a way that cannot be followed";
    for (const use of [
      "other = keras.Sequential([keras.layers.Dense(1)])\nother.fit(X_train, y_train)\n",
      "np.save('train.npy', S_train)\n",
      "labels = list(y_train)\nprint(labels[:3])\n",
    ])
      expect((await withheld(`${head}${scaled}${trained}${use}`, "HLD102")).join()).toContain(reason);
  });
});
