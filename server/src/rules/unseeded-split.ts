/** A split or a shuffle without a seed */
import { quote } from "../trace/describe.js";
import { defineRule } from "./rule.js";

export default defineRule({
  code: "HLD401",
  slug: "unseeded-split",
  severity: "hint",
  default: false,
  summary: "A split or a shuffle without a seed: the score is another one at every run",
  why: `With 200 test rows and an accuracy of 85 %, two runs differ by almost 3 points on average from nothing but the draw. Whoever changes a setting and runs again compares two test parts, not two settings.`,
  whenNot: `When the spread over many draws is the question.`,
  examples: [
    {
      title: "A split that is drawn anew at every run",
      bad: `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
loans = pd.read_csv("loans.csv")
X_train, X_test, y_train, y_test = train_test_split(loans.drop(columns="default"), loans["default"])  # error
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))`,
    },
    {
      title: "A seed",
      good: `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
loans = pd.read_csv("loans.csv")
X_train, X_test, y_train, y_test = train_test_split(loans.drop(columns="default"), loans["default"], random_state=7)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))`,
    },
    {
      title: "A seed for the whole program",
      good: `import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
np.random.seed(7)
loans = pd.read_csv("loans.csv")
X_train, X_test, y_train, y_test = train_test_split(loans.drop(columns="default"), loans["default"])
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))`,
    },
    {
      title: "Shuffled folds",
      bad: `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold
# %%
loans = pd.read_csv("loans.csv")
X, y = loans.drop(columns="default"), loans["default"]
# %%
for train, test in KFold(5, shuffle=True).split(X):  # error
    model = LogisticRegression().fit(X.iloc[train], y.iloc[train])
    print(model.score(X.iloc[test], y.iloc[test]))`,
    },
  ],
  check: (q) => {
    // One seed for the whole program does as well.
    if (q.units.some((u) => /\b(random\.seed|set_seed|set_random_seed|manual_seed|seed_everything|seed_all)\s*\(/.test(u.input.text))) return [];
    const order = new Map(q.units.map((u, i) => [u.input.source, i]));
    const open = q.lineage.allSplits.filter((s) => s.shuffled && !s.seeded && s.kind !== "sample" && order.has(s.at.source));
    const [first, ...more] = open.sort((a, b) => (order.get(a.at.source) ?? 0) - (order.get(b.at.source) ?? 0) || a.at.start - b.at.start);
    const scored = first && q.evaluations.find((e) => q.splitOf(q.separation(e.train, e.score.rows)) === first);
    if (!first || !scored) return [];
    return [
      {
        at: first.at,
        message: `${quote(first.label)} draws anew at every run: give it a \`random_state\``,
        confidence: "certain" as const,
        steps: [
          { message: "drawn without a seed here", at: first.at },
          ...more.slice(0, 5).map((s) => ({ message: "and here", at: s.at })),
          { message: "scored here", at: scored.score.at },
        ],
        variable: null,
      },
    ];
  },
});
