/** Files and collections that hold several arrays: what a name in brackets says of the rows. */
import { describe, expect, it } from "vitest";
import { check, places } from "../helpers/check.js";

const found = async (text: string): Promise<string[]> => places((await check([text])).findings, [text]).filter((p) => /HLD(106|205|203)/.test(p));
const scored = (from: string, train: string, test: string): string => `import numpy as np
import scipy.io
from sklearn.linear_model import LogisticRegression
${from}
m = LogisticRegression().fit(d["${train}"], d["${train.replace(/x/i, (c) => (c === "x" ? "y" : "Y"))}"])
print(m.score(d["${test}"], d["${test.replace(/x/i, (c) => (c === "x" ? "y" : "Y"))}"]))
`;

describe("arrays of an archive", () => {
  it.each([
    ['d = np.load("digits.npz")', "x_train", "x_test"],
    ['d = np.load("digits.npz")', "train_X", "valid_X"],
    ['d = scipy.io.loadmat("houses.mat")', "X", "Xval"],
    ["def run(d):\n    return d\nd = run(unknown_loader())", "X_train", "X_val"],
  ])("%s: %s and %s are other rows", async (from, train, test) => {
    expect(await found(scored(from, train, test))).toEqual([]);
  });
  it("are the same rows under the same name", async () => {
    expect((await found(scored('d = np.load("digits.npz")', "x_train", "x_train"))).length).toBe(1);
  });
});

describe("columns of a table", () => {
  it("are of the same rows, whatever they are called", async () => {
    const text = `import pandas as pd
from sklearn.linear_model import LinearRegression
d = pd.read_csv("trial.csv")
m = LinearRegression().fit(d[["test"]], d["y"])
print(m.score(d[["test"]], d["y"]))
`;
    expect((await found(text)).length).toBe(1);
  });
});
