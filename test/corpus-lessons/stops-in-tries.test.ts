/** HLD202: early stopping in folds whose scores only choose settings. */
import { describe, expect, it } from "vitest";
import { check } from "../helpers/check.js";

const program = (kept: string): string => `import lightgbm as lgb
import numpy as np
import pandas as pd
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import KFold
df = pd.read_csv("hotels.csv")
X, y = df.drop(columns="booked"), df["booked"]
top, best = 0, None
for i in range(10):
    params = {"num_leaves": np.random.choice([20, 31, 63])}
    scores = []
    for tr, te in KFold(5).split(X):
        model = lgb.LGBMClassifier(**params)
        model.fit(X.iloc[tr], y.iloc[tr], eval_set=[(X.iloc[te], y.iloc[te])], callbacks=[lgb.early_stopping(20)])
        scores.append(roc_auc_score(y.iloc[te], model.predict_proba(X.iloc[te])[:, 1]))
    mean = np.mean(scores)
${kept}`;
const said = async (text: string): Promise<string[]> => (await check([text])).findings.filter((f) => f.code === "HLD202").map((f) => f.severity);

describe("early stopping in folds", () => {
  const kept = program("    if mean > top:\n        top = mean\n        best = params\nprint(top, best)\n");
  const judged = `new = pd.read_csv("later.csv")
final = lgb.LGBMClassifier(num_leaves=31).fit(X, y)
print(roc_auc_score(new["booked"], final.predict_proba(new.drop(columns="booked"))[:, 1]))
`;
  it("may choose in rounds of which the best settings are kept, where other rows judge", async () => {
    expect(await said(kept + judged)).toEqual([]);
  });
  it("is said where the best of the rounds is all that is told", async () => {
    expect(await said(kept)).toEqual(["error"]);
  });
  it("is said where rounds only tell the scores", async () => {
    expect(await said(program("    print(mean)\n"))).toEqual(["error"]);
  });
});
