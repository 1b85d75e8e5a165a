/** Rows were oversampled before the split */
import type { RuleFinding } from "./rule.js";
import { defineRule } from "./rule.js";

export default defineRule({
  code: "HLD105",
  slug: "resampling-before-split",
  severity: "error",
  default: true,
  summary: "Rows were oversampled before the split",
  why: `Oversampling copies rows or builds new ones between them. When the split comes afterwards, copies of one row stand on both sides and the model is tested on rows it knows.`,
  whenNot: `Undersampling throws rows away and copies none; it changes what the score means, not who saw whom.`,
  examples: [
    {
      title: "SMOTE before the split",
      bad: `import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
df = pd.read_csv("payments.csv")
X, y = SMOTE(random_state=0).fit_resample(df.drop(columns="fraud"), df["fraud"])  # error
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
model = RandomForestClassifier(random_state=0).fit(X_train, y_train)
print(f1_score(y_test, model.predict(X_test)))`,
    },
    {
      title: "SMOTE on the training part only",
      good: `import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
df = pd.read_csv("payments.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="fraud"), df["fraud"], random_state=0)
X_more, y_more = SMOTE(random_state=0).fit_resample(X_train, y_train)
model = RandomForestClassifier(random_state=0).fit(X_more, y_more)
print(f1_score(y_test, model.predict(X_test)))`,
    },
  ],
  check: (q) => {
    const out = new Map<string, RuleFinding>();
    for (const e of q.evaluations) {
      const l = q.mix(e);
      if (!l) continue;
      const key = `${l.at.source}:${l.at.start}`;
      if (out.has(key)) continue;
      out.set(key, {
        at: l.at,
        message: `\`${l.what}\` copies rows of ${l.name ? `\`${l.name}\`` : "the data"} before they are split`,
        confidence: q.confidence(l.conf, e.score.conf),
        steps: q.path(l, e),
        variable: l.name || null,
      });
    }
    return [...out.values()];
  },
});
