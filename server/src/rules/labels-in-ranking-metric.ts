/** A metric that ranks probabilities is given hard labels */
import { samePlace } from "../base/span.js";
import { quote } from "../trace/describe.js";
import type { Pred, Score } from "../trace/lineage.js";
import type { Questions } from "../trace/questions.js";
import type { RuleFinding } from "./rule.js";
import { defineRule } from "./rule.js";

export default defineRule({
  code: "HLD303",
  slug: "labels-in-ranking-metric",
  severity: "warning",
  default: true,
  summary: "A metric of probabilities or ranks is given hard labels",
  why: `\`roc_auc_score\` asks how well the scores order the rows. Labels have two values only: the curve has one corner, and the area becomes the balanced accuracy at one threshold. A model with an area of 0.95 may show 0.70 that way, and two models may change places. \`log_loss\` of hard labels counts every error as one made with full certainty.`,
  whenNot: `When the model has no probabilities or decision values, and the balanced accuracy is what is wanted: then say so by \`balanced_accuracy_score\`.`,
  examples: [
    {
      title: "The area under the curve, of labels",
      bad: `import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
loans = pd.read_csv("loans.csv")
X_train, X_test, y_train, y_test = train_test_split(loans.drop(columns="default"), loans["default"], random_state=0)
model = RandomForestClassifier(random_state=0).fit(X_train, y_train)
guess = model.predict(X_test)
print(roc_auc_score(y_test, guess))  # error`,
    },
    {
      title: "The area under the curve, of probabilities",
      good: `import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
loans = pd.read_csv("loans.csv")
X_train, X_test, y_train, y_test = train_test_split(loans.drop(columns="default"), loans["default"], random_state=0)
model = RandomForestClassifier(random_state=0).fit(X_train, y_train)
print(roc_auc_score(y_test, model.predict_proba(X_test)[:, 1]))`,
    },
    {
      title: "A curve with one corner",
      bad: `import pandas as pd
from sklearn.metrics import auc, roc_curve
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC
# %%
cells = pd.read_csv("cells.csv")
X_train, X_test, y_train, y_test = train_test_split(cells[["area", "edge"]], cells["malignant"], random_state=0)
machine = SVC().fit(X_train, y_train)
# %%
fpr, tpr, _ = roc_curve(y_test, machine.predict(X_test))  # error
print(auc(fpr, tpr))`,
    },
    {
      title: "Probabilities cut at a threshold",
      bad: `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, roc_auc_score
from sklearn.model_selection import train_test_split
cells = pd.read_csv("cells.csv")
X_train, X_test, y_train, y_test = train_test_split(cells[["area", "edge"]], cells["malignant"], random_state=0)
chance = LogisticRegression().fit(X_train, y_train).predict_proba(X_test)[:, 1]
guess = (chance > 0.3).astype(int)
print("accuracy", accuracy_score(y_test, guess))
print("area", roc_auc_score(y_test, guess))  # error`,
    },
    {
      title: "Decision values, and the values of a regression",
      good: `import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC
cells = pd.read_csv("cells.csv")
X_train, X_test, y_train, y_test = train_test_split(cells[["area", "edge"]], cells["malignant"], random_state=0)
machine = SVC().fit(X_train, y_train)
print(average_precision_score(y_test, machine.decision_function(X_test)))`,
    },
    {
      title: "A mean of many votes ranks the rows",
      good: `import pandas as pd
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier
cells = pd.read_csv("cells.csv")
train, test = train_test_split(cells, random_state=0)
votes = 0
for depth in [2, 4, 8]:
    tree = DecisionTreeClassifier(max_depth=depth, random_state=0).fit(train[["area", "edge"]], train["malignant"])
    votes = votes + tree.predict(test[["area", "edge"]]) / 3
print(roc_auc_score(test["malignant"], votes))`,
    },
  ],
  check: (q) => {
    const out = new Map<string, RuleFinding>();
    const compared = besideProbabilities(q);
    for (const { score: s } of q.evaluations) {
      if (!gives(s, q) || compared.has([...s.preds].join()) || q.unseen(s)) continue;
      const [first] = predsOf(s, q);
      if (!first) continue;
      // A helper that scores whatever it is given is right; one that is given nothing but labels is not.
      const at = s.inner && q.evaluations.every((e) => !samePlace(e.score.inner ?? e.score.at, s.inner) || gives(e.score, q)) ? s.inner : s.at;
      const key = `${at.source}:${at.start}`;
      if (out.has(key) || q.calledWrong(at)) continue;
      out.set(key, {
        at,
        message: `${quote(q.textOf(at) || s.metric)} needs probabilities or decision values, and gets the labels of ${quote(first.model)}`,
        confidence: q.confidence(s.conf, ...predsOf(s, q).map((p) => p.conf)),
        steps: [
          { message: s.hard ? `${first.model} predicts here, and the predictions are cut to classes` : `${first.model} gives labels here`, at: first.at },
          { message: "and they are scored as if they ranked the rows here", at },
        ],
        variable: null,
      });
    }
    return [...out.values()];
  },
});

const predsOf = (s: Score, q: Questions): Pred[] => [...s.preds].map((id) => q.lineage.preds.get(id)).filter((p): p is Pred => p !== undefined);

/** Whether a score that ranks rows is given labels. */
function gives(s: Score, q: Questions): boolean {
  if (s.kind !== "holdout" || s.needs !== "proba" || s.swapped || !(s.raw || s.hard)) return false;
  // One curve for each of many thresholds is meant to show its one corner.
  if (s.hard && /_curve$/.test(s.metric) && s.loops.some((l) => s.settings.vary.has(l) && q.lineage.loops.get(l)?.over === "values")) return false;
  const preds = predsOf(s, q);
  return preds.length > 0 && (s.hard === true || preds.every((p) => p.kind === "labels" && classifies(p)));
}

/** Labels whose curve is drawn beside the one of the same model's probabilities, to be compared: their predictions, as keys. */
function besideProbabilities(q: Questions): Set<string> {
  const out = new Set<string>();
  const curves = q.evaluations.map((e) => e.score).filter((s) => /_curve$/.test(s.metric) && s.kind === "holdout");
  for (const s of curves) {
    const near = (o: Score): boolean => o.at.source === s.at.source && Math.abs(o.at.start - s.at.start) < 400;
    const other = curves.some((o) => o.metric === s.metric && near(o) && !gives(o, q) && [...o.fits].some((f) => s.fits.has(f)));
    if (other && gives(s, q)) out.add([...s.preds].join());
  }
  return out;
}

/** A known classifier, or one in a composite that only its class tells of. */
const classifies = (p: Pred): boolean => p.task === "classification" || (p.task === "any" && /Classifier/.test(p.model));
