/** Two tables that are brought to the same columns stay two tables. */
import { expect, it } from "vitest";
import { check, places } from "../helpers/check.js";

const program = (X: string): string => `import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import GridSearchCV, cross_val_score
known, held = pd.read_csv("known.csv"), pd.read_csv("held.csv")
y, y_held = known.pop("height"), held.pop("height")
A, B = pd.get_dummies(known).align(pd.get_dummies(held), join="left", axis=1, fill_value=0)
search = GridSearchCV(Ridge(), {"alpha": [1, 10]}, cv=5).fit(${X}, ${X === "A" ? "y" : "y_held"})
${X === "A" ? "print(cross_val_score(search.best_estimator_, A, y, cv=5))" : ""}
print(search.score(B, y_held))
`;
const found = async (X: string): Promise<string[]> => places((await check([program(X)])).findings, [program(X)]).filter((p) => /HLD20[15]/.test(p));

it("what was searched on one of them is judged by the other", async () => {
  expect(await found("A")).toEqual([]);
});

it("the rows that were searched on judge nothing", async () => {
  expect(await found("B")).toHaveLength(1);
});
