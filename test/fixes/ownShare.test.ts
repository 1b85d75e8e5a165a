/** A network that keeps the last rows it is given for validation: what learns reads those in front of them, and all are transformed as before. */
import { describe, expect, it } from "vitest";
import { check } from "../helpers/check.js";
import { fixedText, reasons, titles, withheld } from "./offers.js";

const head = `import numpy as np
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.preprocessing import StandardScaler
from tensorflow import keras

rivers = pd.read_csv("rivers.csv")
X = rivers[["level", "rain"]]
y = rivers["flow"]
`;
const scaling = "scaler = StandardScaler()\nscaler.fit(X)\nX_scaled = scaler.transform(X)\n";
const framing = 'X = pd.DataFrame(X_scaled, columns=["level", "rain"])\n';
const building = 'model = keras.Sequential([keras.layers.Dense(1)])\nmodel.compile(loss="mse")\n';
const training = "history = model.fit(X, y, epochs=5, validation_split=0.2)\n";
const shown = 'print(history.history["val_loss"][-1])\n';
const program = (change: { scaling?: string; framing?: string; training?: string } = {}): string =>
  `${head}${change.scaling ?? scaling}${change.framing ?? framing}${building}${change.training ?? training}${shown}`;
const said = "  # validation_split keeps the rows behind these\n";
const counted = (rest: string): string => `n_train = int(len(X) * ${rest})${said}`;
const fitted = "scaler.fit(X[:n_train])\n";
const learned = "scaler.fit(X)\n";

describe("the share that a network keeps", () => {
  it("is not learned from", async () => {
    expect(await fixedText(program(), "HLD102")).toBe(program().replace(learned, counted("0.8") + fitted));
    expect(await titles(program(), "HLD102")).toEqual(["Learn StandardScaler from those rows alone that the network trains on"]);
  });

  it.each([
    ["the largest of several", `model.fit(X, y, validation_split=0.1)\n${training.replace("0.2", "0.3")}`, "0.7"],
    ["one of which nobody reads the score", `model.fit(X, y, validation_split=0.4)\n${training}`, "0.6"],
    ["one that is not the same number when it is subtracted", training.replace("0.2", "0.33"), "(1 - 0.33)"],
    ["a constant that is set further down", training.replace("0.2", "KEPT").replace("history", "KEPT = 0.25\nhistory"), "0.75"],
  ])("is left out, be it %s", async (_, text, rest) => {
    expect(await fixedText(program({ training: text }), "HLD102")).toContain(counted(rest) + fitted);
  });

  it("is named by the constant that is there", async () => {
    const text = program({ scaling: `KEPT = 0.25\n${scaling}`, training: training.replace("0.2", "KEPT") });
    expect(await fixedText(text, "HLD102")).toContain(counted("(1 - KEPT)") + fitted);
  });

  it("is that of a network in a function, which reads the rows or is handed them", async () => {
    const inner = (args: string): string =>
      `def trained(${args}):\n    model = keras.Sequential([keras.layers.Dense(1)])\n    model.compile(loss="mse")\n    history = model.fit(X, y, epochs=5, validation_split=0.2)\n    return history.history["val_loss"][-1]\n\nprint(trained(${args}))\n`;
    for (const args of ["", "X, y"]) {
      const text = `${head}${scaling}${framing}${inner(args)}`;
      expect(await fixedText(text, "HLD102")).toBe(text.replace(learned, counted("0.8") + fitted));
    }
  });

  it("is kept of windows, too, whose first ones lie in the first rows", async () => {
    const windows = `def windows(rows, past):
    inputs, outputs = [], []
    for i in range(len(rows) - past):
        inputs.append(rows[i : i + past])
        outputs.append(rows[i + past, 0])
    return np.array(inputs), np.array(outputs)

X, y = windows(X_scaled, 12)
`;
    const text = program({ framing: windows });
    expect(await fixedText(text, "HLD102")).toBe(text.replace(learned, counted("0.8") + fitted));
  });

  it("is not learned from by what scales the labels of its rows, nor by numbers that are taken by hand", async () => {
    const two = `${scaling}levels = StandardScaler()\ny = levels.fit_transform(rivers[["flow"]])\n`;
    const both = await fixedText(program({ scaling: two }), "HLD102");
    expect(both).toContain(fitted);
    const byHand = program({ scaling: "numbers = X.describe()\n", framing: 'X = (X - numbers.loc["mean"]) / numbers.loc["std"]\n' });
    expect(await fixedText(byHand, "HLD102")).toBe(byHand.replace("numbers = X.describe()\n", `${counted("0.8")}numbers = X[:n_train].describe()\n`));
  });

  it("is known to stand behind a slice that is no longer than the rest, and only then", async () => {
    const sliced = (upTo: string): string => program({ scaling: scaling.replace("fit(X)", `fit(X[:${upTo}])`) });
    const codes = async (text: string): Promise<string[]> => (await check([text])).findings.map((f) => f.code);
    for (const upTo of ["int(len(X) * 0.8)", "int(0.8 * len(X))", "int(X.shape[0] * (1 - 0.2))", "int(len(X) * 0.5)"])
      expect(await codes(sliced(upTo))).not.toContain("HLD102");
    for (const upTo of ["int(len(X) * 0.9)", "int(len(X) * 2)", "int(len(rivers.dropna()) * 0.8)"]) expect(await codes(sliced(upTo))).toContain("HLD102");
  });

  it.each([
    ["the rows are shuffled on the way", { framing: `${framing}X = X.sample(frac=1)\n` }],
    ["some of them are dropped", { framing: `${framing}X = X.dropna()\n` }],
    ["they are the last ones", { framing: `${framing}X, y = X[500:], y[500:]\n` }],
    ["the network gets the first of them alone", { framing: `${framing}X, y = X[:500], y[:500]\n` }],
    ["the share is asked for", { training: training.replace("0.2", "float(input())") }],
    ["what is learned from has other rows than its table", { scaling: scaling.replace("fit(X)", "fit(X.values.reshape(-1, 8))") }],
  ])("is not known where %s", async (_, change) => {
    expect(await withheld(program(change), "HLD102")).not.toEqual([]);
  });

  it("is kept of what one call of a function has learned, and of no several", async () => {
    const scaled = "def scaled(X):\n    scaler = StandardScaler()\n    scaler.fit(X)\n    return scaler.transform(X)\n\n";
    const text = program({ scaling: scaled, framing: "X = scaled(X)\n" });
    expect(await fixedText(text, "HLD102")).toBe(text.replace("    scaler.fit(X)\n", `    ${counted("0.8")}    ${fitted}`));
    expect(await reasons(`${text}print(model.predict(scaled(pd.read_csv("lakes.csv"))))\n`, "HLD102")).toContain(
      "The function that learns is called for other rows, too.",
    );
  });

  it("is learned from for others that train on all rows, or are scored on them otherwise", async () => {
    const others = program({ training: `ridge = Ridge().fit(X, y)\n${training}` });
    expect(await reasons(others, "HLD102")).toContain("`Ridge` is trained on all of these rows, and would be prepared by fewer of them.");
    const folds = program({ training: `from sklearn.model_selection import cross_val_score\nprint(cross_val_score(Ridge(), X, y).mean())\n${training}` });
    expect(await titles(folds, "HLD102")).not.toContain("Learn StandardScaler from those rows alone that the network trains on");
  });
});
