/** The only score of a model is on its own training rows */
import type { RuleFinding } from "./rule.js";
import { defineRule } from "./rule.js";

export default defineRule({
  code: "HLD205",
  slug: "train-only-evaluation",
  severity: "warning",
  default: true,
  summary: "The only score of a model is on its own training rows",
  why: `A score on the training rows grows with the size of the model, whether it learned anything or not.`,
  whenNot: `When the fit itself is the question (the residuals of a physical law), not the prediction of new rows.`,
  examples: [
    {
      title: "Scored where it was trained",
      bad: `import pandas as pd
from sklearn.ensemble import RandomForestClassifier
df = pd.read_csv("loans.csv")
X, y = df.drop(columns="default"), df["default"]
model = RandomForestClassifier(random_state=0).fit(X, y)
print(model.score(X, y))  # error`,
    },
    {
      title: "A training score beside a test score",
      good: `import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split
df = pd.read_csv("loans.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="default"), df["default"], random_state=0)
model = RandomForestClassifier(random_state=0).fit(X_train, y_train)
print("train", model.score(X_train, y_train), "test", model.score(X_test, y_test))`,
    },
  ],
  check: (q) => {
    const out = new Map<string, RuleFinding>();
    for (const e of q.evaluations) {
      if (e.role !== "train" || e.score.kind !== "holdout" || !e.score.truth) continue;
      if (e.fits.some((f) => f.fit && ["clustering", "outlier"].includes(f.fit.task))) continue;
      const others = q.evaluations.some((x) => x !== e && x.role !== "train" && x.score.models.some((m) => e.score.models.some((n) => n.object === m.object || n.name === m.name)));
      if (others) continue;
      const model = e.score.models[0];
      const key = `${model?.object}`;
      if (out.has(key)) continue;
      out.set(key, {
        at: e.score.at,
        message: `\`${model?.name ?? "The model"}\` is scored only on the rows it was trained on`,
        confidence: q.confidence(e.score.conf, ...e.fits.map((f) => f.conf)),
        steps: q.path(null, e),
        variable: null,
      });
    }
    return [...out.values()];
  },
});
