/** The labels and the predictions of a metric are exchanged where it matters */
import { type Span, samePlace } from "../base/span.js";
import { quote } from "../trace/describe.js";
import type { Questions } from "../trace/questions.js";
import type { RuleFinding } from "./rule.js";
import { defineRule, unlessCertain } from "./rule.js";

export default defineRule({
  code: "HLD304",
  slug: "swapped-metric-arguments",
  severity: "warning",
  default: true,
  summary: "The labels and the predictions of a metric are exchanged where it matters",
  why: `\`precision_score(predictions, labels)\` is the recall, and the other way round; \`classification_report\` counts the support of the predictions, and \`confusion_matrix\` is transposed. \`r2_score\` divides by the variance of its first argument: predictions that hardly vary then give a large negative number for a fair model.`,
  whenNot: `Never; but accuracy (which is the recall averaged by \`weighted\`), the F1 of one class or averaged by \`macro\`, mean squared and mean absolute error are the same either way, and Holdout leaves them alone.`,
  examples: [
    {
      title: "A report with the predictions first",
      bad: `import pandas as pd
from sklearn.metrics import classification_report
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import GaussianNB
wines = pd.read_csv("wines.csv")
X_train, X_test, y_train, y_test = train_test_split(wines.drop(columns="grape"), wines["grape"], random_state=0)
guess = GaussianNB().fit(X_train, y_train).predict(X_test)
print(classification_report(guess, y_test))  # error`,
    },
    {
      title: "The labels first, or by name",
      good: `import pandas as pd
from sklearn.metrics import classification_report, precision_score
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import GaussianNB
wines = pd.read_csv("wines.csv")
X_train, X_test, y_train, y_test = train_test_split(wines.drop(columns="red"), wines["red"], random_state=0)
guess = GaussianNB().fit(X_train, y_train).predict(X_test)
print(classification_report(y_test, guess))
print(precision_score(y_pred=guess, y_true=y_test))`,
    },
    {
      title: "Precision and recall trade places",
      bad: `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import confusion_matrix, precision_score
from sklearn.model_selection import train_test_split
wines = pd.read_csv("wines.csv")
X_train, X_test, y_train, y_test = train_test_split(wines.drop(columns="red"), wines["red"], random_state=0)
model = LogisticRegression().fit(X_train, y_train)
# %%
print(precision_score(model.predict(X_test), y_test))  # error
# %%
print(confusion_matrix(model.predict(X_test), y_test))  # error`,
    },
    {
      title: "The same number either way",
      good: `import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score, f1_score
from sklearn.model_selection import train_test_split
wines = pd.read_csv("wines.csv")
X_train, X_test, y_train, y_test = train_test_split(wines.drop(columns="red"), wines["red"], random_state=0)
model = RandomForestClassifier(random_state=0).fit(X_train, y_train)
print(accuracy_score(model.predict(X_test), y_test), f1_score(model.predict(X_test), y_test))`,
    },
    {
      title: "The share of variance that was explained",
      bad: `import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.metrics import mean_squared_error, r2_score
from sklearn.model_selection import train_test_split
flats = pd.read_csv("flats.csv")
X_train, X_test, y_train, y_test = train_test_split(flats[["rooms", "floor"]], flats["rent"], random_state=0)
guess = LinearRegression().fit(X_train, y_train).predict(X_test)
print(mean_squared_error(guess, y_test))
print(r2_score(guess, y_test))  # error`,
    },
  ],
  check: (q) => {
    const out = new Map<string, RuleFinding>();
    for (const { score: s } of q.evaluations) {
      if (s.kind !== "holdout" || !s.swapped || s.symmetric || !matters.test(s.metric) || q.unseen(s)) continue;
      if (s.metric === "confusion" && drawnAsItIs(q, s.at)) continue;
      // A helper that reads its own turned matrix may read it right.
      if (s.metric === "confusion" && !/confusion|crosstab/i.test(q.textOf(s.at))) continue;
      // A helper may take the predictions first: the fault is where it hands them on, unless other callers are served right.
      const { inner } = s;
      const served = inner && q.evaluations.some(({ score: o }) => !o.swapped && o.metric === s.metric && samePlace(o.inner, inner));
      const at = served ? s.at : (inner ?? s.at);
      const key = `${at.source}:${at.start}`;
      if (out.has(key) || q.calledWrong(at)) continue;
      const pred = [...s.preds].map((id) => q.lineage.preds.get(id)).find((p) => p !== undefined);
      out.set(key, {
        at,
        message: message(q.textOf(at) || s.metric, s.elsewhere),
        // What a helper makes of its arguments has to be followed beyond doubt.
        ...(inner || s.elsewhere ? unlessCertain(q.confidence(s.conf)) : { confidence: q.confidence(s.conf) }),
        steps: [...(pred ? [{ message: `${pred.model} predicts here`, at: pred.at }] : []), { message: "the predictions stand where the labels belong", at }],
        variable: null,
      });
    }
    return [...out.values()];
  },
});

/** Whether a matrix with the predictions down its side is only drawn, and the axes are named so. */
function drawnAsItIs(q: Questions, at: Span): boolean {
  const name = /(\w+)\s*=\s*(?:[\w.]+\.)?$/.exec(q.before(at).replace(/[\w.]+$/, ""))?.[1];
  const below = (q.units.find((u) => u.input.source === at.source)?.input.text ?? "").slice(at.end, at.end + 1500);
  const axis = (word: string, of: string): boolean => new RegExp(`\\b(set_)?${word}label\\(\\s*f?["'][^"'\\n]*(${of})`, "i").test(below);
  const used = name === undefined || new RegExp(`\\b${name}\\s*[[.]`).test(below);
  return !used && axis("y", "predict") && axis("x", "actual|true|truth|real");
}

/** A helper of another file has an order of its own: what it hands on is at fault. */
const message = (call: string, elsewhere: boolean): string =>
  elsewhere && !/(score|report|matrix|curve|error|loss)$/.test(call)
    ? `${quote(call)} gives a metric the predictions where the labels belong`
    : `${quote(call)} takes the labels first: here it gets the predictions first`;

/** Metrics that are another number when their arguments trade places. */
const matters =
  /^(precision|recall|specificity|fbeta|f1|jaccard|prfs|report|confusion|balanced_accuracy|gmean|likelihood_ratios|r2|evs|mape|pinball|(poisson|gamma|tweedie)_deviance|d2_\w+|auc|average_precision|(roc|pr|det)_curve|log_loss|top_k_accuracy|ndcg)$/;
