/** HLD201: metrics of one model that one loop writes into a table, from which a setting is read. */
import { describe, expect, it } from "vitest";
import { check } from "../helpers/check.js";

const found = async (text: string): Promise<string[]> =>
  (await check([text])).findings
    .filter((f) => f.code === "HLD201")
    .map((f) => `${text.slice(0, f.at.start).split("\n").length} ${f.severity}: ${f.steps.length} steps`);

const head = `import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, precision_score, recall_score
from sklearn.model_selection import train_test_split
df = pd.read_csv("boats.csv")
X_train, X_test, y_train, y_test = train_test_split(df[["length", "beam"]], df["sunk"], random_state=1)
chances = LogisticRegression().fit(X_train, y_train).predict_proba(X_test)[:, 1]
`;
const swept = (rows: string): string => `${rows} = []
for limit in np.arange(0.1, 0.9, 0.05):
    guess = (chances >= limit).astype(int)
    precision = precision_score(y_test, guess)
    recall = recall_score(y_test, guess)
    f1 = f1_score(y_test, guess)
    ${rows}.append([limit, precision, recall, f1])
table = pd.DataFrame(${rows}, columns=["limit", "precision", "recall", "f1"])
best = table.loc[table["f1"].idxmax(), "limit"]
print(f1_score(y_test, (chances >= best).astype(int)))
`;

describe("several metrics in the rounds of one loop", () => {
  it("are one choice, which is told once", async () => {
    expect(await found(`${head}${swept("tried")}`)).toEqual(["12 warning: 4 steps"]);
  });
  it("are two choices where two loops try", async () => {
    expect(await found(`${head}${swept("tried")}${swept("more")}`)).toHaveLength(2);
  });
});
