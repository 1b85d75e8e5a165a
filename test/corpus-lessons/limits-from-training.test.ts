/** HLD106: training rows that give no more than the limits between which held-out rows are judged. */
import { expect, it } from "vitest";
import { check } from "../helpers/check.js";

const severities = async (text: string): Promise<string[]> => (await check([text])).findings.filter((f) => f.code === "HLD106").map((f) => f.severity);

const days = `import numpy as np
import pandas as pd
from sklearn.linear_model import Ridge
days = pd.read_csv("days.csv")
train, test = days.iloc[:-28], days.iloc[-28:].copy()
inputs = ["price", "week"]
model = Ridge().fit(train[inputs], train["sold"])
`;

it("hints at limits that come from errors on a sample of training rows, where held-out rows are judged", async () => {
  const limits = `${days}guess = model.predict(test[inputs])
low = np.zeros_like(guess)
test["guess"] = guess
for key, group in test.groupby("shop"):
    X, y = train[inputs][train["shop"] == key], train["sold"][train["shop"] == key]
    idx = np.random.default_rng(0).choice(len(X), 20, replace=False)
    width = np.quantile(np.abs(y.iloc[idx] - model.predict(X.iloc[idx])), 0.95)
    rows = test[test["shop"] == key].index
    low[rows] = np.maximum(0, test.loc[rows, "guess"] - width)
print((test["sold"] >= low).mean())
`;
  expect((await severities(limits)).filter((s) => s !== "hint")).toEqual([]);
  const test = `${days}test_rows = days.iloc[-60:]\nprint(model.score(test_rows[inputs], test_rows["sold"]))\n`;
  expect(await severities(test)).toEqual(["error"]);
});
