/** A model is written over the one of the last run */
import { defineRule, type RuleFinding } from "./rule.js";

export default defineRule({
  code: "HLD604",
  slug: "unversioned-artifact",
  severity: "hint",
  default: false,
  summary: "A model is written over the one of the last run",
  why: `A model at a fixed path is replaced by every run. Nobody can tell later which data, settings and code made the file that answers in production, nor go back to the one before.`,
  whenNot: `When something outside of the program keeps versions: a registry, DVC, a bucket with versioning.`,
  examples: [
    {
      title: "The same name for every run",
      bad: `import joblib
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
df = pd.read_csv("patients.csv")
train, test = train_test_split(df, random_state=0)
model = LogisticRegression().fit(train[["age", "dose"]], train["sick"])
print(model.score(test[["age", "dose"]], test["sick"]))
joblib.dump(model, "model.joblib")  # error`,
    },
    {
      title: "A name with the date of the run",
      good: `from datetime import date
import joblib
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
df = pd.read_csv("patients.csv")
train, test = train_test_split(df, random_state=0)
model = LogisticRegression().fit(train[["age", "dose"]], train["sick"])
print(model.score(test[["age", "dose"]], test["sick"]))
joblib.dump(model, f"model-{date.today()}.joblib")`,
    },
  ],
  check: (q) => {
    const out = new Map<string, RuleFinding>();
    for (const a of q.lineage.acts) {
      if (a.k !== "write" || a.tracked || a.file === null || !/^[\w./\\-]+$/.test(a.file) || /\d|version|{/.test(a.file) || !/\.\w+$/.test(a.file)) continue;
      const fit = a.models
        .flatMap((m) => [...m.knows])
        .map((id) => q.lineage.learned.get(id))
        .find((l) => l?.fit);
      const key = `${a.at.source}:${a.at.start}`;
      if (!fit || out.has(key)) continue;
      out.set(key, {
        at: a.at,
        message: `Every run writes its model over the last one at \`${a.file}\``,
        confidence: q.confidence(0),
        steps: [
          { message: "trained here", at: fit.at },
          { message: "written here", at: a.at },
        ],
        variable: null,
      });
    }
    return [...out.values()];
  },
});
