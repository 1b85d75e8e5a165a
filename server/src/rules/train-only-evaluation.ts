/** The only score of a model is on its own training rows */
import type { Span } from "../base/span.js";
import { insideFit, sharesModel } from "../trace/comparing.js";
import type { Learned, Pred } from "../trace/lineage.js";
import type { Evaluation, Questions } from "../trace/questions.js";
import { handedIn, relation } from "../trace/rows.js";
import { namesIn, saysTest, saysTraining, saysValidation } from "../trace/wording.js";
import type { RuleFinding } from "./rule.js";
import { defineRule } from "./rule.js";

/** A model that came from somewhere the trace could not follow: any of the program, perhaps this one. */
const untold = (x: Evaluation): boolean => x.score.kind === "holdout" && !x.fits.length;

/** Settings cross-validated on the same rows, by models that nobody holds. */
const validated = (x: Evaluation, e: Evaluation): boolean =>
  x.score.kind === "cv" && x.score.models.every((m) => m.object === 0) && relation(x.score.rows, e.score.rows) === "same";

/** What a regression is told with: the share of the variance that it explains. */
const fitMeasure = /^(r2|r2_score|score)$/;

/** One row after the other is answered first and learned from afterwards: none is scored by a model that knew it. */
const learnedAfterwards = (q: Questions, { score, fits }: Evaluation): boolean => {
  const preds = q.predictions.filter((p) => score.preds.has(p.id));
  const before = (p: Pred, f: Learned): boolean =>
    f.at.source === p.at.source && p.at.end <= f.at.start && [...p.features.vary].some((loop) => f.fit?.x.vary.has(loop));
  return preds.length > 0 && fits.length > 0 && fits.every((f) => f.fit?.partial && preds.every((p) => before(p, f)));
};

/** Other rows of the same model that go by the name of a test: that they are those of training has not been followed well enough to speak of "only". */
const besideTest = (x: Evaluation, e: Evaluation): boolean =>
  x.score.name !== e.score.name && (saysTest(x.score.name) || saysValidation(x.score.name)) && !saysTest(e.score.name);

/** Two parts of its training rows, each with a score of its own: one of them is meant to test, and that it was trained on is another fault. */
const apart = (x: Evaluation, e: Evaluation): boolean =>
  x.score.models.some((m) => e.score.models.some((n) => n.object === m.object)) && relation(x.score.rows, e.score.rows) === "disjoint";

/** Whether a score is told labels or predictions that go by the name of a held-out part, and training those of a training part: a split was not followed. */
function splitUnseen(q: Questions, { score, fits }: Evaluation): boolean {
  const heldOut = (name: string): boolean => saysTest(name) || saysValidation(name);
  const told = (at: Span): string[] => namesIn(q.lineOf(at));
  const taught = (at: Span): boolean => told(at).some(saysTraining) && !told(at).some(heldOut);
  return told(score.at).some(heldOut) && fits.length > 0 && fits.every((f) => taught(f.at));
}

/** A line through all rows is as often drawn to tell of them, and then the fit itself is the question. */
const toldOfRows = ({ score, fits }: Evaluation): boolean =>
  fitMeasure.test(score.metric) && fits.length > 0 && fits.every((f) => f.fit?.flags.has("leastSquares"));

/** How far a training has come, told of its own rows after each of its rounds, in a program that judges another model on rows held out. */
const ofRounds = (q: Questions, { score, fits }: Evaluation): boolean =>
  /loss/.test(score.metric) &&
  score.loops.length > 0 &&
  fits.length > 0 &&
  fits.every((f) => f.fit?.partial) &&
  q.evaluations.some((x) => x.role === "held" && x.score.kind === "holdout" && !q.unseen(x.score));

/** A curve over all cuts, from which one may be read: no number that is told of the model. */
const onlyCurve = (q: Questions, { score }: Evaluation): boolean =>
  /_curve$/.test(score.metric) &&
  !q.evaluations.some((x) => x.score.kind === "holdout" && !/_curve$/.test(x.score.metric) && sharesModel(x.score.models, score.models));

export default defineRule({
  code: "HLD205",
  slug: "train-only-evaluation",
  severity: "warning",
  default: true,
  summary: "The only score of a model is on its own training rows",
  why: `A score on the training rows grows with the size of the model, whether it learned anything or not. A nearest neighbour is always right on them, and a large network learns even random labels without an error (Zhang and others, ICLR 2017).`,
  whenNot: `When the fit itself is the question (the residuals of a physical law), not the prediction of new rows. The out-of-bag score of a forest is a score on other rows. The R² of plain least squares in a program that splits no rows at all is a hint, and so are a curve without any other number and a score inside a function that nothing in the program calls: its caller may judge the model on other rows.`,
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
print("test", model.score(X_test, y_test), "training", model.score(X_train, y_train))`,
    },
    {
      title: "A report on the training rows",
      bad: `import pandas as pd
from sklearn.metrics import classification_report
from sklearn.naive_bayes import MultinomialNB
from sklearn.feature_extraction.text import CountVectorizer
# %%
mails = pd.read_csv("mails.csv")
words = CountVectorizer().fit_transform(mails["text"])
# %%
model = MultinomialNB().fit(words, mails["spam"])
guess = model.predict(words)
# %%
print(classification_report(mails["spam"], guess))  # error`,
    },
    {
      title: "Split, and then scored on the wrong part",
      bad: `import pandas as pd
from sklearn.metrics import r2_score
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeRegressor
df = pd.read_csv("houses.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="price"), df["price"], random_state=0)
model = DecisionTreeRegressor(random_state=0).fit(X_train, y_train)
print(r2_score(y_train, model.predict(X_train)))  # error`,
    },
    {
      title: "Cross-validation beside the training score",
      good: `import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import cross_val_score
df = pd.read_csv("loans.csv")
X, y = df.drop(columns="default"), df["default"]
model = RandomForestClassifier(random_state=0)
print("validated", cross_val_score(model, X, y, cv=5).mean())
print("training", model.fit(X, y).score(X, y))`,
    },
  ],
  check: (q) => {
    if (q.testsCode()) return [];
    const out: RuleFinding[] = [];
    const said = new Set<string>();
    const splits = q.lineage.allSplits.some((x) => x.kind !== "sample");
    for (const e of q.evaluations) {
      // A loss is what training looks at, not what is told of the model.
      if (e.role !== "train" || e.score.kind !== "holdout" || !e.score.truth || e.score.metric === "loss") continue;
      // A score that a transformer of one's own takes inside its fit is its own affair.
      if (insideFit(q, e.score)) continue;
      // Rows that were drawn to try something out claim nothing about new ones.
      if (e.score.rows.terms.every((t) => t.source.kind === "made")) continue;
      // A yardstick that looks at no feature has nothing to overfit.
      if (e.fits.length > 0 && e.fits.every((f) => f.fit?.flags.has("noSkill"))) continue;
      if (e.fits.some((f) => f.fit && ["clustering", "outlier"].includes(f.fit.task))) continue;
      // The loss that a loop trains by is its log, not a result.
      if (e.score.metric === "loss" && e.fits.length > 0 && e.fits.every((f) => !f.fit?.y)) continue;
      // A model that explains another one learns its answers, and is asked how well it follows them.
      if (e.fits.length > 0 && e.fits.every((f) => f.fit?.y?.preds.size && !f.fit.y.origin.size)) continue;
      // A helper that is handed what goes by the name of a validation part: that its rows are those of training has not been followed well enough.
      if (
        e.score.path.some((at) =>
          q
            .lineOf(at)
            .split(/[^\w]+/)
            .some(saysValidation),
        )
      )
        continue;
      // Rows with the labels of other rows: where they were split is at fault.
      if (e.fits.some((f) => f.fit?.yRows && relation(f.rows, f.fit.yRows) === "disjoint")) continue;
      if (learnedAfterwards(q, e) || splitUnseen(q, e) || ofRounds(q, e)) continue;
      // One column after the other: what each of them tells of one target is explored.
      if (e.score.loops.some((l) => e.fits.some((f) => f.fit?.x.vary.has(l) && !f.fit.y?.vary.has(l)))) continue;
      // A regression of one column after the other on all of the others: how much they tell of each other (variance inflation) is explored.
      const eachByOthers = (l: number): boolean =>
        e.fits.some(({ fit }) => {
          if (fit?.task !== "regression" || !fit.x.vary.has(l) || !fit.y?.vary.has(l)) return false;
          // Of columns that a list names, what is learned in one round is looked at in another.
          const inOthers = (): boolean =>
            q.evaluations.some((x) => x.score.loops.includes(l) && x.fits.some((f) => [...(f.fit?.y?.origin ?? [])].some((o) => fit.x.origin.has(o))));
          return q.lineage.loops.get(l)?.over === "columns" || inOthers();
        });
      if (e.score.loops.some(eachByOthers)) continue;
      // One of many models that a loop scores, not each of them followed.
      const among = (x: Evaluation): boolean =>
        x.score.loops.some((l) => q.lineage.loops.get(l)?.models?.some((name) => e.score.models.some((m) => m.name === name)));
      const others = q.evaluations.some(
        (x) =>
          x !== e &&
          (x.role !== "train" || besideTest(x, e) ? sharesModel(x.score.models, e.score.models) || untold(x) || validated(x, e) || among(x) : apart(x, e)),
      );
      if (others) continue;
      // Each tree judges the rows that it was not given: an honest score stands beside this one.
      if (q.lineage.signs.some((s) => s.kind === "outOfBag" && e.fits.some((f) => s.ids.has(f.id)))) continue;
      // A guessed receiver or an unknown call on the way is too little for a claim about all scores of a model.
      if (e.score.conf > 0 || e.fits.some((f) => f.conf > 0)) continue;
      const model = e.score.models[0];
      // One model, or one helper that scores several.
      const place = `${e.score.at.source}:${e.score.at.start}`;
      if (said.has(`${model?.object}`) || said.has(place)) continue;
      said.add(`${model?.object}`).add(place);
      out.push({
        at: e.score.at,
        message: `\`${model?.name ?? "The model"}\` is scored only on the rows it was trained on`,
        // "Only" is said of all that a program shows, and of what people keep elsewhere nothing is known.
        confidence: "likely",
        // What a function is handed by nobody in the program may be a training part, whose model its caller judges.
        ...((!splits && toldOfRows(e)) || handedIn(e.score.rows) || onlyCurve(q, e) ? { severity: "hint" as const } : {}),
        steps: q.path(null, e),
        variable: null,
      });
    }
    return out;
  },
});
