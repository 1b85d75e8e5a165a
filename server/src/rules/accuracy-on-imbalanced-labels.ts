/** Accuracy is the only metric although the classes are evidently imbalanced */
import { type Span, samePlace } from "../base/span.js";
import type { Evidence } from "../trace/lineage.js";
import { classTables, imbalancedShare, imbalanceInOutputs, isBalanced, namesClassMetric } from "../trace/outputs.js";
import type { Evaluation, Questions } from "../trace/questions.js";
import type { RuleFinding } from "./rule.js";
import { defineRule, unlessCertain } from "./rule.js";

export default defineRule({
  code: "HLD301",
  slug: "accuracy-on-imbalanced-labels",
  severity: "warning",
  default: true,
  summary: "Accuracy is the only metric although the classes are evidently imbalanced",
  why: `With 2 % positives a model that never says yes is right 98 % of the time. Accuracy rewards it; recall, F1 or balanced accuracy do not.

Classes count as evidently imbalanced when the notebook's own outputs show one class with at least seven of nine rows, or when the program resamples them or gives one class three times the weight of another, and no shown counts say otherwise: resampling and weights alone are a hint. Weights that fit themselves to the data (\`class_weight="balanced"\`) are a habit of many people: where nothing else tells of the classes, they are a hint, and only for the model that has them. Any metric that tells the classes apart, anywhere in the file, keeps this rule silent.`,
  whenNot: `When the cost of both errors is equal and the classes in use are as rare as in the data.`,
  examples: [
    {
      title: "Only accuracy, with class weights",
      bad: `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
df = pd.read_csv("payments.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="fraud"), df["fraud"], stratify=df["fraud"], random_state=0)
model = LogisticRegression(class_weight={0: 1, 1: 40}).fit(X_train, y_train)
print(accuracy_score(y_test, model.predict(X_test)))  # error`,
    },
    {
      title: "F1 beside accuracy",
      good: `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score
from sklearn.model_selection import train_test_split
df = pd.read_csv("payments.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="fraud"), df["fraud"], stratify=df["fraud"], random_state=0)
model = LogisticRegression(class_weight="balanced").fit(X_train, y_train)
print(f1_score(y_test, model.predict(X_test)), accuracy_score(y_test, model.predict(X_test)))`,
    },
    {
      title: "Weights for the rare class in XGBoost",
      bad: `import pandas as pd
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from xgboost import XGBClassifier
# %%
df = pd.read_csv("payments.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="fraud"), df["fraud"], stratify=df["fraud"], random_state=0)
# %%
model = XGBClassifier(scale_pos_weight=50)
model.fit(X_train, y_train)
# %%
print("accuracy", accuracy_score(y_test, model.predict(X_test)))  # error`,
    },
    {
      title: "Made imbalanced",
      bad: `from sklearn.datasets import make_classification
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
X, y = make_classification(n_samples=10000, weights=[0.95, 0.05], random_state=0)
X_train, X_test, y_train, y_test = train_test_split(X, y, stratify=y, random_state=0)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))  # error`,
    },
    {
      title: "Balanced accuracy",
      good: `import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import balanced_accuracy_score
from sklearn.model_selection import train_test_split
df = pd.read_csv("payments.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="fraud"), df["fraud"], stratify=df["fraud"], random_state=0)
X_more, y_more = SMOTE(random_state=0).fit_resample(X_train, y_train)
model = LogisticRegression().fit(X_more, y_more)
print(balanced_accuracy_score(y_test, model.predict(X_test)))`,
    },
  ],
  check: (q) => {
    const real = q.evaluations.filter((e) => e.score.kind === "holdout" && e.role !== "train");
    // Any metric that tells the classes apart, anywhere in the file, is what a careful reader looks at.
    if ([...real, ...q.evaluations.filter((e) => e.score.kind === "cv")].some((e) => !plain.test(e.score.metric)) || namesClassMetric(q.units) || q.testsCode())
      return [];
    let hint: RuleFinding | null = null;
    for (const accuracy of real) {
      if (accuracy.score.metric !== "accuracy" || accuracy.fits.some((f) => f.fit?.task === "regression")) continue;
      // Rows whose classes were evened out before they were split are judged by other rules.
      if (q.evenedOut(accuracy.score.rows)) continue;
      const sign = imbalance(q, accuracy);
      if (!sign || hasOwnMetric(q, accuracy)) continue;
      const finding = {
        at: accuracy.score.at,
        message: sign.habit
          ? "Accuracy is the only metric, although the model weighs its classes"
          : "Accuracy is the only metric, and the classes are imbalanced",
        ...unlessCertain(q.confidence(accuracy.score.conf, sign.conf ?? 0)),
        steps: [
          { message: sign.habit ? `the classes are weighed here: ${sign.what}` : `the imbalance shows here: ${sign.what}`, at: sign.at },
          { message: "accuracy is computed here", at: accuracy.score.at },
        ],
        variable: null,
      };
      if (!sign.habit) return [finding];
      hint ??= { ...finding, severity: "hint" };
    }
    return hint ? [hint] : [];
  },
});

/** Whether a function of the program is given the same labels and predictions: a metric of one's own that weighs or counts the classes. */
function hasOwnMetric(q: Questions, e: Evaluation): boolean {
  const args = /^\w[\w.]*\(\s*(\w+)\s*,\s*(\w+)\s*[,)]/.exec(q.lineOf(e.score.at));
  if (!args) return false;
  const same = new RegExp(`\\b(\\w+)\\(\\s*(?:${args[1]}\\s*,\\s*${args[2]}|${args[2]}\\s*,\\s*${args[1]})\\s*[,)]`, "g");
  const text = q.units.map((u) => u.input.text.replace(/^\s*#.*$/gm, "")).join("\n");
  return [...text.matchAll(same)].some(([, name]) => !/acc|loss|plot/i.test(name as string) && new RegExp(`\\bdef ${name}\\(`).test(text));
}

/** Metrics that say nothing of the classes one by one. */
const plain = /^(accuracy|loss|score|validation|hinge|r2|mse|mae|rmse|msle|neg_mean_\w+)$/;

/** Who gives one class this many times the weight of another says that it is rare. */
const rareWeight = 3;

interface Imbalance {
  readonly what: string;
  readonly at: Span;
  readonly conf?: number;
  /** Weights that fit themselves to whatever the classes are: many people always ask for them. */
  readonly habit?: boolean;
}

/** Where the program shows that the classes behind a score are imbalanced; null where nothing does, or where shown counts say otherwise. */
function imbalance(q: Questions, e: Evaluation): Imbalance | null {
  const origins = [...(e.score.truth?.origin ?? []), ...e.fits.flatMap((f) => [...(f.fit?.y?.origin ?? [])])];
  const targets = new Set(origins.map((o) => o.slice(o.lastIndexOf(":") + 1)).filter((n) => n !== "*"));
  // The labels themselves, where their file can be looked at, say more than habits of the program.
  const shares = q.files.shares(e);
  if (shares && isBalanced(shares)) return null;
  // Of several labels for each row, or one that is made of several columns, the counts of a column tell nothing.
  const [shown] = targets.size > 1 && e.fits.every((f) => (f.fit?.y?.origin.size ?? 0) > 1) ? [] : imbalanceInOutputs(q.units, targets);
  if (shown) return shown;
  if (shares && shares.top >= imbalancedShare) return shares;
  // Resampling or weights, although the counts beside them are near to even.
  const tables = classTables(q.units, targets).filter((t) => !t.even);
  if (tables.length && tables.every((t) => t.top < 0.7)) return null;
  // Without any counts, what the program does about its classes is no proof.
  const told = q.lineage.evidence.filter((sign) => !sign.ofModel || isOf(sign, e));
  const sign = told.find((s) => s.kind === "resampling" || (s.ratio ?? 0) >= rareWeight);
  if (sign) return { what: sign.what, at: sign.at, conf: 1 };
  const habit = told.find((s) => s.ratio === null);
  return habit ? { what: habit.what, at: habit.at, conf: 1, habit: true } : null;
}

/** Whether a setting is one of the models behind a score, or of a part of them. */
const isOf = (sign: Evidence, e: Evaluation): boolean =>
  e.fits.some((f) => samePlace(sign.at, f.at) || f.fit?.told?.sites.some((at) => samePlace(sign.at, at)));
