/** The epoch, checkpoint or number of trees was chosen on the rows that give the reported score */
import { defineRule } from "./rule.js";

export default defineRule({
  code: "HLD202",
  slug: "early-stopping-on-test",
  severity: "error",
  default: true,
  summary: "The epoch, checkpoint or number of trees was chosen on the rows that give the reported score",
  why: `Stopping where the test score is best is a choice made by the test rows. The score at that point is the best of all epochs on those rows.`,
  whenNot: `Early stopping on a validation part, with another part for the final score, is right.`,
  examples: [
    {
      title: "Early stopping on the test part",
      bad: `import pandas as pd
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from xgboost import XGBClassifier
df = pd.read_csv("clicks.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="click"), df["click"], random_state=0)
model = XGBClassifier(early_stopping_rounds=20)
model.fit(X_train, y_train, eval_set=[(X_test, y_test)])  # error
print(roc_auc_score(y_test, model.predict_proba(X_test)[:, 1]))`,
    },
    {
      title: "Early stopping on a validation part",
      good: `import pandas as pd
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from xgboost import XGBClassifier
df = pd.read_csv("clicks.csv")
X_rest, X_test, y_rest, y_test = train_test_split(df.drop(columns="click"), df["click"], random_state=0)
X_train, X_valid, y_train, y_valid = train_test_split(X_rest, y_rest, random_state=1)
model = XGBClassifier(early_stopping_rounds=20)
model.fit(X_train, y_train, eval_set=[(X_valid, y_valid)])
print(roc_auc_score(y_test, model.predict_proba(X_test)[:, 1]))`,
    },
  ],
  check: (q) => q.tunings().filter((x) => x.kind === "stop").map((x) => ({
    at: x.at,
    message: `\`${x.what}\` chooses when to stop on the rows that give the reported score`,
    confidence: q.confidence(x.conf),
    steps: x.steps,
    variable: null,
  })),
});
