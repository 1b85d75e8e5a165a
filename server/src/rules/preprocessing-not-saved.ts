/** A model is saved without the fitted transformers that its inputs need */
import { callTakenOut, givenBack, keptByImporters } from "../trace/handedBack.js";
import type { Learned } from "../trace/lineage.js";
import type { Questions } from "../trace/questions.js";
import { sharesSource } from "../trace/rows.js";
import { maybeOneFile } from "../trace/texts.js";
import { fromNamed } from "../trace/values.js";
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
    const acts = q.lineage.acts;
    const written = new Set(acts.flatMap((a) => (a.k === "write" ? [...a.all] : [])));
    // A step of a composite, the coefficients of a scaler: what was learned is kept, in another form.
    const kept = new Set(acts.flatMap((a) => (a.k === "write" ? [...a.knows] : [])));
    // One transformer for each column, put into a dictionary by a loop: the rounds share a place, and the dictionary holds what all of them learned.
    for (const id of acts.flatMap((a) => (a.k === "write" ? a.models.flatMap((m) => [...m.knows]) : []))) {
      const l = q.lineage.learned.get(id);
      if (l && l.via !== "model") kept.add(id);
    }
    // What was read from a file is in that file.
    const loaded = new Set(acts.flatMap((a) => (a.k === "load" ? [a.what] : [])));
    const stored = q.learnings.filter((l) => l.via === "transformer" && written.has(l.object));
    for (const a of acts) {
      if (a.k !== "write" || !a.models.length || /weights|checkpoint|onnx|export/i.test(a.what)) continue;
      // What the same program reads back was stored for itself.
      const { file } = a;
      if (file !== null && acts.some((b) => b.k === "load" && b.file !== null && maybeOneFile(file, b.file))) continue;
      for (const m of a.models) {
        const fits = [...m.knows].map((id) => q.lineage.learned.get(id)).filter((l) => l?.via === "model" && l.fit);
        const needed = fits
          .flatMap((f) => [...(f?.fit?.x.learned ?? [])])
          .map((id) => q.lineage.learned.get(id))
          .filter((l): l is Learned => l !== undefined && (l.via === "transformer" || l.via === "selection") && l.object > 0 && l.weight !== "count");
        // Who stores what scales and encodes serves complete rows: nothing is to be filled in.
        const served = needed.some((l) => !l.fills && written.has(l.object));
        const lost = needed.find(
          (l) =>
            l.conf === 0 &&
            !written.has(l.object) &&
            !kept.has(l.id) &&
            !loaded.has(l.what) &&
            !a.otherwise.has(l.object) &&
            !a.rows.includes(l.rows.key) &&
            !(l.fills && served) &&
            !(l.weight === "vocabulary" && encodesNothing(q)) &&
            !stored.some((s) => sameWork(s, l)),
        );
        const key = `${a.at.source}:${a.at.start}`;
        if (!lost || out.has(key)) continue;
        out.set(key, {
          at: a.at,
          message: `\`${m.name}\` is saved, but the \`${lost.what}\` that its inputs went through is not`,
          ...unlessCertain(q.confidence(lost.conf, ...fits.map((f) => f?.conf ?? 0))),
          // Another program may store what comes back from a function, and store nothing of what nobody runs.
          ...(givenBack(q.units, a.at, lost) || callTakenOut(q.units, a.at, a.path) || keptByImporters(q.units, a.path, lost)
            ? { severity: "hint" as const }
            : {}),
          steps: [
            { message: `\`${lost.what}\` is fitted here and never saved`, at: lost.at },
            { message: "the model is trained here", at: fits[0]?.at ?? a.at },
            { message: "and saved here", at: a.at },
          ],
          variable: null,
        });
      }
    }
    return [...out.values()];
  },
});

/** Whether an output says that there was nothing to encode. */
const encodesNothing = (q: Questions): boolean =>
  q.units.some((u) => u.input.outputs?.some((text) => /\b(encod|categor)\w*[^\n:]{0,40}:\s*(\[\s*\]|0\s*$)/im.test(text)));

/** Whether a stored transformer may be the lost one made once more: of its class, for a table of columns that nobody lists. */
function sameWork(stored: Learned, lost: Learned): boolean {
  return stored.what === lost.what && ![stored, lost].some((l) => fromNamed(l.from.origin, 2)) && sharesSource(stored.rows, lost.rows);
}
