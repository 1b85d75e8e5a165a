/** Several models are compared on one held-out set, and nothing untouched judges the winner */
import { defineRule } from "./rule.js";

export default defineRule({
  code: "HLD203",
  slug: "repeated-test-evaluation",
  severity: "information",
  default: true,
  summary: "Several models are compared on one held-out set, and nothing untouched judges the winner",
  why: `The best of several scores on the same rows is too good by as much as the models differ by luck.`,
  whenNot: `When all scores are reported as a comparison and none is called the quality of the winner.`,
  examples: [
    {
      title: "Two models, one test part",
      bad: `import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
df = pd.read_csv("loans.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="default"), df["default"], random_state=0)
linear = LogisticRegression().fit(X_train, y_train)
print(linear.score(X_test, y_test))
forest = RandomForestClassifier(random_state=0).fit(X_train, y_train)
print(forest.score(X_test, y_test))  # error`,
    },
    {
      title: "Compared by cross-validation",
      good: `import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score, train_test_split
df = pd.read_csv("loans.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="default"), df["default"], random_state=0)
print(cross_val_score(LogisticRegression(), X_train, y_train).mean())
forest = RandomForestClassifier(random_state=0)
print(cross_val_score(forest, X_train, y_train).mean())
print(forest.fit(X_train, y_train).score(X_test, y_test))`,
    },
  ],
  check: (q) => q.comparisons().map((x) => ({
    at: x.second.score.at,
    message: `A second model is scored on the same test rows; no untouched rows judge the winner`,
    confidence: q.confidence(x.first.score.conf, x.second.score.conf),
    steps: [
      { message: `first model, ${x.first.score.models[0]?.name ?? "a model"}, scored here`, at: x.first.score.at },
      ...x.later.map((e) => ({ message: `${e.score.models[0]?.name ?? "another model"} scored here`, at: e.score.at })),
    ],
    variable: null,
  })),
});
