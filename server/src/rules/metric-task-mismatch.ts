/** A metric that does not fit what was predicted, or a score that is not the model's */

import { type Span, samePath, samePlace } from "../base/span.js";
import { textIn } from "../program/program.js";
import { quote } from "../trace/describe.js";
import { eitherOr, type Learned } from "../trace/lineage.js";
import type { Evaluation, Questions } from "../trace/questions.js";
import { cutsOf, type Rows } from "../trace/rows.js";
import type { RuleFinding } from "./rule.js";
import { defineRule, unlessCertain } from "./rule.js";

export default defineRule({
  code: "HLD305",
  slug: "metric-task-mismatch",
  severity: "warning",
  default: true,
  summary: "A metric that does not fit what was predicted, or a score that is not the model's",
  why: `A classification metric counts predictions that equal the label. Numbers of a regression hardly ever do, and the numbers of clusters are arbitrary: two clusters that match two classes without an error score 100 % or 0 %, as the numbering falls out. Cross-validation on the test part trains new models on slices of the test part: it says nothing of the model that was trained.`,
  whenNot: `When class labels are numbers with an order and the distance between them is the question. Cross-validation of test rows where a step on the way is not certain is a hint.`,
  examples: [
    {
      title: "Numbers of clusters as labels",
      bad: `import pandas as pd
from sklearn.cluster import KMeans
from sklearn.metrics import accuracy_score
seeds = pd.read_csv("seeds.csv")
groups = KMeans(n_clusters=3, random_state=0).fit_predict(seeds[["length", "width"]])
print(accuracy_score(seeds["kind"], groups))  # error`,
    },
    {
      title: "Clusters compared by how they group the rows",
      good: `import pandas as pd
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score, confusion_matrix
seeds = pd.read_csv("seeds.csv")
groups = KMeans(n_clusters=3, random_state=0).fit_predict(seeds[["length", "width"]])
print(adjusted_rand_score(seeds["kind"], groups))
print(confusion_matrix(seeds["kind"], groups))`,
    },
    {
      title: "Cross-validation on the test part",
      bad: `import pandas as pd
from sklearn.linear_model import Lasso
from sklearn.model_selection import cross_val_score, train_test_split
# %%
flats = pd.read_csv("flats.csv")
X_train, X_test, y_train, y_test = train_test_split(flats[["rooms", "floor"]], flats["rent"], random_state=0)
# %%
model = Lasso(alpha=0.1).fit(X_train, y_train)
print("test", cross_val_score(model, X_test, y_test, cv=5).mean())  # error`,
    },
    {
      title: "Cross-validation on the training part, a score on the test part",
      good: `import pandas as pd
from sklearn.linear_model import Lasso
from sklearn.model_selection import cross_val_score, train_test_split
flats = pd.read_csv("flats.csv")
X_train, X_test, y_train, y_test = train_test_split(flats[["rooms", "floor"]], flats["rent"], random_state=0)
model = Lasso(alpha=0.1)
print("validated", cross_val_score(model, X_train, y_train, cv=5).mean())
print("test", model.fit(X_train, y_train).score(X_test, y_test))`,
    },
    {
      title: "Accuracy of a regression",
      bad: `import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
wines = pd.read_csv("wines.csv")
X_train, X_test, y_train, y_test = train_test_split(wines.drop(columns="points"), wines["points"], random_state=0)
model = RandomForestRegressor(random_state=0).fit(X_train, y_train)
print(accuracy_score(y_test, model.predict(X_test)))  # error`,
    },
    {
      title: "A regression rounded to classes",
      good: `import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
wines = pd.read_csv("wines.csv")
X_train, X_test, y_train, y_test = train_test_split(wines.drop(columns="points"), wines["points"], random_state=0)
model = LinearRegression().fit(X_train, y_train)
print(accuracy_score(y_test, model.predict(X_test).round()))`,
    },
    {
      title: "Explained variance of a classifier",
      bad: `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import r2_score
from sklearn.model_selection import train_test_split
wines = pd.read_csv("wines.csv")
X_train, X_test, y_train, y_test = train_test_split(wines.drop(columns="grape"), wines["grape"], random_state=0)
model = LogisticRegression().fit(X_train, y_train)
print(r2_score(y_test, model.predict(X_test)))  # error`,
    },
  ],
  check: (q) => {
    const out = new Map<string, RuleFinding>();
    const add = (f: RuleFinding): void => {
      const key = `${f.at.source}:${f.at.start}`;
      if (!out.has(key)) out.set(key, f);
    };
    for (const s of q.lineage.signs) {
      if (s.kind !== "clusters") continue;
      const fit = [...s.ids].map((id) => q.lineage.learned.get(id)).find((l) => l?.fit?.task === "clustering");
      if (!fit || q.unseen({ at: s.at, inner: null, elsewhere: false })) continue;
      add({
        at: s.at,
        message: `The clusters of ${quote(s.what)} are numbered at random: ${quote(q.textOf(s.at))} takes the numbers for labels`,
        confidence: q.confidence(fit.conf),
        steps: [
          { message: `${s.what} numbers clusters here`, at: fit.at },
          { message: "and the numbers are compared with labels here", at: s.at },
        ],
        variable: null,
      });
    }
    for (const e of q.evaluations) {
      const f = onTestPart(q, e) ?? mismatch(q, e);
      if (f && !q.calledWrong(f.at) && !q.unseen(e.score)) add(f);
    }
    return [...out.values()];
  },
});

/** Cross-validation inside the test part of a split whose other part trained a model. */
function onTestPart(q: Questions, e: Evaluation): RuleFinding | null {
  // A search is fitted to find settings, and tells no score.
  if (e.score.kind !== "cv" || q.choices.some((c) => c.kind === "search" && samePlace(c.at, e.score.at))) return null;
  const cuts = cutsOf(e.score.rows);
  const cut = cuts.find((c) => c.part === "test" && q.splitOf(c)?.kind === "holdout");
  if (!cut?.at || cuts.some((c) => c.kind === "fold")) return null;
  const model = e.score.models[0];
  const onTrain = (rows: Rows): boolean => cutsOf(rows).some((c) => c.id === cut.id && c.part === "train");
  // Both parts put together again are all rows.
  if (onTrain(e.score.rows)) return null;
  // What a model without skill scores is asked of any rows.
  const skilled = (l: Learned): boolean => l.via === "model" && !l.fit?.flags.has("noSkill");
  const trained =
    q.trainings.find((l) => skilled(l) && (l.object === model?.object || l.what === model?.name) && onTrain(l.rows)) ??
    q.choices.find((c) => c.kind === "search" && e.score.settings.chosen.has(c.id) && onTrain(c.rows));
  if (!trained) return null;
  // Another model of the same class claims nothing of the trained one, unless the same is printed of the training part: one is called train, the other test.
  const own = !("object" in trained) || trained.object === model?.object;
  const beside = q.evaluations.some((x) => x.score.kind === "cv" && x.score.models[0]?.object === model?.object && onTrain(x.score.rows));
  // What is told of answers for other folds was at fault where the folds were asked for them.
  const { at: asked } = q.predictions.find((p) => p.crossed && e.score.preds.has(p.id)) ?? e.score;
  const at = namesPart(q, e.score.name, cut.at) || samePath(trained.path, e.score.path) ? asked : (e.score.path.at(-1) ?? asked);
  return {
    at,
    message: `${quote(q.textOf(at))} trains new models on the test rows: it does not score the model that was trained`,
    ...unlessCertain(q.confidence(e.score.conf, trained.conf)),
    ...(own || beside ? {} : { severity: "hint" as const }),
    steps: [
      { message: "the rows are split here", at: cut.at },
      { message: `${trained.what} is trained here`, at: trained.at },
      { message: "cross-validated on the test part here", at },
    ],
    variable: null,
  };
}

/** Whether the rows go by a name that the split gave them: a helper that validates what it is given calls them something else, and its caller is at fault. */
function namesPart(q: Questions, name: string, split: Span): boolean {
  const before = textIn(q.units, split.source).slice(0, split.start);
  return before
    .slice(before.lastIndexOf("\n") + 1)
    .split(/\W+/)
    .includes(name);
}

const counts = /^(accuracy|balanced_accuracy|f1|fbeta|precision|recall|report|confusion|prfs|jaccard|kappa|mcc|hamming|zero_one)$/;
const variance = /^(r2|evs|mape)$/;

function mismatch(q: Questions, e: Evaluation): RuleFinding | null {
  const s = e.score;
  if (s.kind !== "holdout" || !s.raw || !e.fits.length) return null;
  const all = (task: string): boolean => e.fits.every((f) => f.fit?.task === task);
  const wrong =
    counts.test(s.metric) && s.task === "classification" && all("regression")
      ? "classes"
      : variance.test(s.metric) && s.task === "regression" && all("classification")
        ? "amounts"
        : null;
  const pred = [...s.preds].map((id) => q.lineage.preds.get(id)).find((p) => p !== undefined);
  if (!wrong || !pred || (wrong === "amounts" && pred.kind !== "labels")) return null;
  if (e.fits.some((f) => f.fit?.flags.has("mixed")) || caseByCase(q, e)) return null;
  return {
    at: s.at,
    message: `${quote(q.textOf(s.at))} is made for ${wrong}, and ${quote(pred.model)} predicts ${wrong === "classes" ? "amounts" : "classes"}`,
    confidence: q.confidence(s.conf, ...e.fits.map((f) => f.conf)),
    steps: [
      { message: `${pred.model} predicts here`, at: pred.at },
      { message: "scored here", at: s.at },
    ],
    variable: null,
  };
}

/** Whether another arm of the same condition scores the same predictions by a metric of the model's own task: the program asks which task it is. */
const caseByCase = (q: Questions, { score, fits }: Evaluation): boolean =>
  q.evaluations.some(
    ({ score: other }) =>
      eitherOr(score, other) && other.task === fits[0]?.fit?.task && other.rows.key === score.rows.key && [...other.fits].some((id) => score.fits.has(id)),
  );
