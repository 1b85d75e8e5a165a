/** Two tables that are brought to the same columns stay two tables. */
import { expect, it } from "vitest";
import { check, places } from "../helpers/check.js";

const head = `import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import GridSearchCV, cross_val_score
known, held = pd.read_csv("known.csv"), pd.read_csv("held.csv")
y, y_held = known.pop("height"), held.pop("height")
A, B = pd.get_dummies(known).align(pd.get_dummies(held), join="left", axis=1, fill_value=0)
`;
const found = async (text: string): Promise<string[]> => places((await check([head + text])).findings, [head + text]).filter((p) => /HLD20[15]/.test(p));

it("what was searched on one of them is judged by the other", async () => {
  const text = `search = GridSearchCV(Ridge(), {"alpha": [1, 10]}, cv=5).fit(A, y)
print(cross_val_score(search.best_estimator_, A, y, cv=5))
print(search.score(B, y_held))
`;
  expect(await found(text)).toEqual([]);
});

it("the rows that a model was trained on judge nothing", async () => {
  expect(await found("print(Ridge().fit(A, y).score(B, y_held))\n")).toEqual([]);
  expect(await found("print(Ridge().fit(B, y_held).score(B, y_held))\n")).toHaveLength(1);
});
