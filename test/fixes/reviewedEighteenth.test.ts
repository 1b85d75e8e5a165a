/** What readers of offered fixes refused: models that nobody asks any more, thresholds that stay written down, and comments that excuse the code. */
import { describe, expect, it } from "vitest";
import { titles, withheld } from "./offers.js";

const head = `import joblib
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import cross_val_score, train_test_split
from sklearn.preprocessing import StandardScaler
df = pd.read_csv("a.csv")
X_train, X_test, y_train, y_test = train_test_split(df[["a", "b"]], df["y"], random_state=1)
`;

describe("a threshold by out-of-fold predictions", () => {
  const program = (behind: string): string => `${head}first = LogisticRegression(C=2).fit(X_train, y_train)
print(f1_score(y_test, first.predict(X_test)))
model = LogisticRegression()
model.fit(X_train, y_train)
chances = model.predict_proba(X_test)[:, 1]
for limit in np.arange(0.1, 0.9, 0.1):
    print(limit, f1_score(y_test, chances >= limit))
${behind}`;
  it("leaves no model that is trained and never asked", async () => {
    expect(await withheld(program(""), "HLD201")).toEqual(["The model would be trained for nothing: nobody asks it any more."]);
    expect(await titles(program("print(f1_score(y_test, model.predict(X_test)))\n"), "HLD201")).toHaveLength(1);
    expect(await titles(program('joblib.dump(model, "m.joblib")\nprint(f1_score(y_test, model.predict(X_test)))\n'), "HLD201")).toHaveLength(1);
  });
  it("names the limits that the old scores gave, wherever they are written down", async () => {
    const told = async (behind: string): Promise<string[]> =>
      (await titles(program(`print(f1_score(y_test, model.predict(X_test)))\n${behind}`), "HLD201")).map((t) => t.replace(/^.*rows/, ""));
    expect(await told("")).toEqual([""]);
    expect(await told("print((chances >= 0.3).sum())\n")).toEqual(["; the threshold 0.3 further down was chosen by the old scores, choose it anew"]);
    expect(await told('joblib.dump(0.3, "threshold.joblib")\n')).toEqual(["; the threshold 0.3 further down was chosen by the old scores, choose it anew"]);
    expect(await told('print("best: 0.3")\n')).toEqual(["; the threshold 0.3 further down was chosen by the old scores, choose it anew"]);
    expect(await told("print(0.3)\n")).toEqual([""]);
  });
});

describe("code that a comment excuses", () => {
  const program = (said: string): string => `${head}scaler = StandardScaler()
scaled = scaler.fit_transform(X_train)
model = LogisticRegression()

# ${said}
print(cross_val_score(model, scaled, y_train, cv=5).mean())
print(model.fit(scaled, y_train).score(scaler.transform(X_test), y_test))
`;
  it("stays as it is, though the comment stands where the change would be made", async () => {
    expect(await titles(program("Five folds."), "HLD102")).toHaveLength(1);
    expect(await withheld(program("Scaled once before the folds, which is good enough here."), "HLD102")).toEqual([
      "A comment beside what would change says why it may be done so.",
    ]);
  });
});
