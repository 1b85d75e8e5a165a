/** The evaluation rows were over- or undersampled */
import { samePlace } from "../base/span.js";
import { quote } from "../trace/describe.js";
import type { Learned } from "../trace/lineage.js";
import type { Evaluation, Questions } from "../trace/questions.js";
import { cutsOf, type Rows, sharesSource } from "../trace/rows.js";
import type { RuleFinding } from "./rule.js";
import { defineRule } from "./rule.js";

export default defineRule({
  code: "HLD306",
  slug: "evaluation-on-resampled-rows",
  severity: "warning",
  default: true,
  summary: "The evaluation rows were over- or undersampled: their class balance is not the world's",
  why: `A model that finds 90 % of the frauds and cries wolf for 5 % of the rest has a precision of 95 % on balanced rows. Where one payment in a hundred is a fraud the same model has 15 %.`,
  whenNot: `When the score does not depend on the shares of the classes (recall, ROC AUC), or when the balance of the resampled rows is the one that the model will meet.`,
  examples: [
    {
      title: "Undersampling before the split",
      bad: `import pandas as pd
from imblearn.under_sampling import RandomUnderSampler
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import precision_score
from sklearn.model_selection import train_test_split
payments = pd.read_csv("payments.csv")
X, y = RandomUnderSampler(random_state=0).fit_resample(payments.drop(columns="fraud"), payments["fraud"])  # error
X_train, X_test, y_train, y_test = train_test_split(X, y, stratify=y, random_state=0)
model = RandomForestClassifier(random_state=0).fit(X_train, y_train)
print(precision_score(y_test, model.predict(X_test)))`,
    },
    {
      title: "Undersampling the training part",
      good: `import pandas as pd
from imblearn.under_sampling import RandomUnderSampler
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import precision_score
from sklearn.model_selection import train_test_split
payments = pd.read_csv("payments.csv")
X, y = payments.drop(columns="fraud"), payments["fraud"]
X_train, X_test, y_train, y_test = train_test_split(X, y, stratify=y, random_state=0)
X_few, y_few = RandomUnderSampler(random_state=0).fit_resample(X_train, y_train)
model = RandomForestClassifier(random_state=0).fit(X_few, y_few)
print(precision_score(y_test, model.predict(X_test)))`,
    },
    {
      title: "The test part is oversampled as well",
      bad: `import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import classification_report
from sklearn.model_selection import train_test_split
# %%
payments = pd.read_csv("payments.csv")
X, y = payments.drop(columns="fraud"), payments["fraud"]
X_train, X_test, y_train, y_test = train_test_split(X, y, stratify=y, random_state=0)
# %%
smote = SMOTE(random_state=0)
X_train, y_train = smote.fit_resample(X_train, y_train)
X_test, y_test = smote.fit_resample(X_test, y_test)  # error
# %%
model = LogisticRegression().fit(X_train, y_train)
print(classification_report(y_test, model.predict(X_test)))`,
    },
    {
      title: "As many rows of the common class as of the rare one",
      bad: `import pandas as pd
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC
payments = pd.read_csv("payments.csv")
fraud = payments[payments["fraud"] == 1]
rest = payments[payments["fraud"] == 0].sample(n=len(fraud), random_state=0)  # error
even = pd.concat([fraud, rest])
X_train, X_test, y_train, y_test = train_test_split(even.drop(columns="fraud"), even["fraud"], random_state=0)
print(accuracy_score(y_test, SVC().fit(X_train, y_train).predict(X_test)))`,
    },
    {
      title: "Trained on even shares, scored on all rows that are left",
      good: `import pandas as pd
from sklearn.metrics import precision_score
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC
payments = pd.read_csv("payments.csv")
train, test = train_test_split(payments, stratify=payments["fraud"], random_state=0)
fraud = train[train["fraud"] == 1]
rest = train[train["fraud"] == 0].sample(n=len(fraud), random_state=0)
even = pd.concat([fraud, rest])
model = SVC().fit(even.drop(columns="fraud"), even["fraud"])
print(precision_score(test["fraud"], model.predict(test.drop(columns="fraud"))))`,
    },
  ],
  check: (q) => {
    const out = new Map<string, RuleFinding>();
    for (const e of q.evaluations) {
      if ((e.role !== "held" && e.role !== "folds") || e.score.kind === "monitor" || shareless.test(e.score.metric)) continue;
      // A data set that is shipped for teaching stands for no world.
      if (e.score.rows.terms.some((t) => t.source.kind === "bundled" || t.source.kind === "made")) continue;
      if (searchesOnly(q, e)) continue;
      const found = resampling(q, e);
      if (!found || honest(q, e)) continue;
      const key = `${found.at.source}:${found.at.start}`;
      if (out.has(key)) continue;
      out.set(key, {
        at: found.at,
        message: `${quote(found.what)} changes the class balance of rows that are scored: it is not the world's any more`,
        confidence: q.confidence(e.score.conf),
        steps: [
          { message: `${found.what} changes the shares of the classes here`, at: found.at },
          ...q.path(null, e).filter((s) => !s.message.includes("read here")),
        ],
        variable: null,
      });
    }
    return [...out.values()];
  },
});

/** Scores that do not depend on the shares of the classes. */
const shareless = /^(auc|roc_curve|roc_auc|recall|specificity|balanced_accuracy)$/;

/** Whether a search of the program's own top level finds settings, and none of its scores is told to anybody. */
const searchesOnly = (q: Questions, { score }: Evaluation): boolean =>
  score.kind === "cv" &&
  score.path.length === 0 &&
  q.choices.some((c) => c.kind === "search" && samePlace(c.at, score.at)) &&
  !q.lineage.signs.some((s) => s.kind === "searchScore" && s.ids.has(score.id) && !q.unseen({ at: s.at, inner: null, elsewhere: false })) &&
  !q.units.some((u) => /\bcv_results_|\bverbose\s*=\s*(True|[1-9])/.test(u.input.text));

/** The call that resampled the scored rows, unless it is one that copies training rows into them. */
function resampling(q: Questions, e: Evaluation): Pick<Learned, "at" | "what"> | null {
  const rows = e.score.rows;
  const under = cutsOf(rows).find((c) => c.id.startsWith("under:"));
  if (under?.at) {
    const call = q.learnings.find((l) => l.via === "mix" && l.weight === "count" && samePlace(l.at, under.at));
    return call ?? { at: under.at, what: q.textOf(under.at) };
  }
  const over = rows.terms.find((t) => t.mix?.kind === "over")?.mix;
  const copied = over && e.role === "held" && !q.mix(e) ? q.lineage.learned.get(over.learned) : null;
  if (copied && !copied.even) return copied;
  return evened(q, e, rows);
}

/** One class whole, laid beside a sample of the other. */
function evened(q: Questions, e: Evaluation, rows: Rows): Pick<Learned, "at" | "what"> | null {
  if (e.role !== "held") return null;
  const targets = [...(e.score.truth?.origin ?? []), ...e.fits.flatMap((f) => [...(f.fit?.y?.origin ?? [])])];
  const sampled = (cuts: readonly { id: string }[]): boolean => cuts.some((c) => q.lineage.splits.get(c.id)?.kind === "sample");
  for (const a of rows.terms)
    for (const b of rows.terms) {
      if (a.source.key !== b.source.key || !sampled(a.cuts) || sampled(b.cuts)) continue;
      const cls = a.cuts.find(
        (c) => c.kind === "value" && targets.some((o) => c.id.includes(`/${o}/`)) && b.cuts.some((d) => d.id === c.id && d.part !== c.part),
      );
      const draw = a.cuts.find((c) => q.lineage.splits.get(c.id)?.kind === "sample");
      if (cls && draw?.at) return { at: draw.at, what: q.textOf(draw.at) || "sample" };
    }
  return null;
}

/** Whether rows of the same source that keep their shares are scored as well. */
const honest = (q: Questions, e: Evaluation): boolean =>
  q.evaluations.some((x) => x.role === "held" && x.score.kind === "holdout" && sharesSource(x.score.rows, e.score.rows) && !resampling(q, x));
