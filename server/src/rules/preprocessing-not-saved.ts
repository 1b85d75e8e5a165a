/** A model is saved without the fitted transformers that its inputs need */
import { callTakenOut, givenBack, keptByImporters } from "../trace/handedBack.js";
import { notSaved } from "../trace/notSaved.js";
import { defineRule, type RuleFinding, unlessCertain } from "./rule.js";

export default defineRule({
  code: "HLD602",
  slug: "preprocessing-not-saved",
  severity: "warning",
  default: true,
  summary: "A model is saved without the fitted transformers that its inputs need",
  why: `The saved model expects scaled numbers, encoded words or chosen columns, but what knows the scale, the vocabulary or the choice ends with the program. Whoever loads the model has to fit another scaler on other rows, or feeds raw values: the model answers without an error, and wrong.`,
  whenNot: `When the transformers are stored by another program, or can be made again exactly from stored training rows. A model that the same program reads back, and a transformer that its other mode fits anew, are not meant. Where a step on the way is not certain, the finding is a hint.`,
  examples: [
    {
      title: "The model without its scaler",
      bad: `import joblib
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
# %%
df = pd.read_csv("patients.csv")
X_train, X_test, y_train, y_test = train_test_split(df[["age", "dose"]], df["sick"], random_state=0)
# %%
scaler = StandardScaler().fit(X_train)
model = LogisticRegression().fit(scaler.transform(X_train), y_train)
print(model.score(scaler.transform(X_test), y_test))
# %%
joblib.dump(model, "model.joblib")  # error`,
    },
    {
      title: "Both are saved",
      good: `import joblib
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
df = pd.read_csv("patients.csv")
X_train, X_test, y_train, y_test = train_test_split(df[["age", "dose"]], df["sick"], random_state=0)
scaler = StandardScaler().fit(X_train)
model = LogisticRegression().fit(scaler.transform(X_train), y_train)
print(model.score(scaler.transform(X_test), y_test))
joblib.dump({"model": model, "scaler": scaler}, "model.joblib")`,
    },
    {
      title: "A pipeline is saved as a whole",
      good: `import pickle
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC
reviews = pd.read_csv("reviews.csv")
train, test = train_test_split(reviews, random_state=0)
model = make_pipeline(TfidfVectorizer(), LinearSVC()).fit(train["text"], train["stars"])
print(model.score(test["text"], test["stars"]))
with open("model.pkl", "wb") as file:
    pickle.dump(model, file)`,
    },
  ],
  check: (q) => {
    const out = new Map<string, RuleFinding>();
    for (const { act: a, name, fits, lost } of notSaved(q)) {
      const [first] = lost;
      const key = `${a.at.source}:${a.at.start}`;
      if (!first || out.has(key)) continue;
      out.set(key, {
        at: a.at,
        message: `\`${name}\` is saved, but the \`${first.what}\` that its inputs went through is not`,
        ...unlessCertain(q.confidence(first.conf, ...fits.map((f) => f.conf))),
        // Another program may store what comes back from a function, and store nothing of what nobody runs.
        ...(givenBack(q.units, a.at, first) || callTakenOut(q.units, a.at, a.path) || keptByImporters(q.units, a.path, first)
          ? { severity: "hint" as const }
          : {}),
        steps: [
          { message: `\`${first.what}\` is fitted here and never saved`, at: first.at },
          { message: "the model is trained here", at: fits[0]?.at ?? a.at },
          { message: "and saved here", at: a.at },
        ],
        variable: null,
      });
    }
    return [...out.values()];
  },
});
