/** A transformer is fitted again on test, validation or inference rows */
import { samePlace } from "../base/span.js";
import { relation } from "../trace/rows.js";
import type { RuleFinding } from "./rule.js";
import { defineRule } from "./rule.js";

export default defineRule({
  code: "HLD111",
  slug: "refit-on-evaluation-rows",
  severity: "warning",
  default: true,
  summary: "A transformer is fitted again on test, validation or inference rows",
  why: `The model learned what a value means on the scale of the training rows. Rows that are scaled by themselves mean something else to it, and a single row cannot be scaled at all.`,
  whenNot: `When the rows really are another population that has to be aligned first, and this is part of the method. Categories counted anew are a hint where nobody can tell whether they are those of features or of labels.`,
  examples: [
    {
      title: "fit_transform on the test part",
      bad: `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
df = pd.read_csv("patients.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="sick"), df["sick"], random_state=0)
scaler = StandardScaler()
X_train = scaler.fit_transform(X_train)
X_test = scaler.fit_transform(X_test)  # error
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))`,
    },
    {
      title: "transform on the test part",
      good: `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
df = pd.read_csv("patients.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="sick"), df["sick"], random_state=0)
scaler = StandardScaler()
X_train = scaler.fit_transform(X_train)
X_test = scaler.transform(X_test)
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))`,
    },
    {
      title: "A scaler of their own for the test rows",
      bad: `import pandas as pd
from sklearn.decomposition import PCA
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC
# %%
df = pd.read_csv("patients.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="sick"), df["sick"], random_state=0)
# %%
A = PCA(n_components=8).fit_transform(X_train)
B = PCA(n_components=8).fit_transform(X_test)  # error
# %%
model = SVC().fit(A, y_train)
print(f1_score(y_test, model.predict(B)))`,
    },
    {
      title: "A helper that fits whatever it is given",
      bad: `import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.preprocessing import StandardScaler

def prepare(frame):
    return StandardScaler().fit_transform(frame[["area", "rooms"]])  # error

train, test = pd.read_csv("houses_train.csv"), pd.read_csv("houses_test.csv")
model = Ridge().fit(prepare(train), train["price"])
print(model.score(prepare(test), test["price"]))`,
    },
    {
      title: "A helper that hands the fitted scaler on",
      good: `import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.preprocessing import StandardScaler

def prepare(frame, scaler=None):
    columns = frame[["area", "rooms"]]
    if scaler is None:
        scaler = StandardScaler().fit(columns)
    return scaler.transform(columns), scaler

train, test = pd.read_csv("houses_train.csv"), pd.read_csv("houses_test.csv")
X_train, scaler = prepare(train)
X_test, _ = prepare(test, scaler)
model = Ridge().fit(X_train, train["price"])
print(model.score(X_test, test["price"]))`,
    },
  ],
  check: (q) => {
    const out = new Map<string, RuleFinding>();
    for (const p of q.predictions) {
      const fits = [...p.fits].map((id) => q.lineage.learned.get(id)).filter((l) => l !== undefined);
      const before = fits
        .flatMap((f) => [...(f.fit?.x.learned ?? [])])
        .map((id) => q.lineage.learned.get(id))
        .filter((l) => l !== undefined)
        .filter((l) => l.via === "transformer");
      for (const id of p.features.learned) {
        const l = q.lineage.learned.get(id);
        if (l?.via !== "transformer" || l.weight === "count" || before.includes(l) || l.fit) continue;
        const others = before.filter((b) => b.what === l.what && relation(b.rows, l.rows) === "disjoint");
        const first = others.find((b) => samePlace(b.at, l.at)) ?? others.find((b) => columnOf(b.name) === columnOf(l.name)) ?? others[0];
        if (!first || !fits.every((f) => relation(f.rows, l.rows) === "disjoint") || !["same", "contains"].includes(relation(l.rows, p.rows))) continue;
        // One call into another file, which fits, trains and predicts: that file is at fault, and is told so itself.
        if (fits.every((f) => samePlace(f.at, l.at)) && !q.units.some((u) => u.input.source === p.at.source)) continue;
        const key = `${l.at.source}:${l.at.start}`;
        if (out.has(key)) continue;
        out.set(key, {
          at: l.at,
          message: `\`${l.what}\` is fitted again on ${l.name ? `\`${l.name}\`` : "these rows"}; the model was trained with another fit`,
          // Without a word of labels they are among what the model was given, and theirs may be the classes that are counted here.
          ...(l.weight === "vocabulary" && fits.every((f) => !f.fit?.y)
            ? { confidence: "likely", severity: "hint" }
            : { confidence: q.confidence(l.conf, p.conf) }),
          steps: [
            { message: "fitted on the training rows here", at: first.at },
            { message: "fitted again here", at: l.at },
            { message: "predicted here", at: p.at },
          ],
          variable: l.name || null,
        });
      }
    }
    return [...out.values()];
  },
});

/** `train["city"]`, `test["city"]`: what is learned from, but for the table's name. */
const columnOf = (name: string): string => name.replace(/^\w+/, "");
