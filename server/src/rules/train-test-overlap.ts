/** A model is scored on rows it was trained on, presented as test rows */

import { type Span, samePlace } from "../base/span.js";
import { sharesModel } from "../trace/comparing.js";
import { cutsBeyond, fromList } from "../trace/limits.js";
import type { Evaluation, Questions } from "../trace/questions.js";
import { type Cut, cutsOf, type Rows, relation } from "../trace/rows.js";
import { otherColumns } from "../trace/shown.js";
import type { RuleFinding } from "./rule.js";
import { defineRule } from "./rule.js";

/** A score on more rows than were trained on mixes seen and new ones; it misleads where it is called a test. */
const calledTest = /test|val(id|_|$)|hold_?out|unseen|eval/i;

export default defineRule({
  code: "HLD106",
  slug: "train-test-overlap",
  severity: "error",
  default: true,
  summary: "A model is scored on rows it was trained on, presented as test rows",
  why: `A model can remember the rows it was trained on. A score on them says how well it remembers, not how well it predicts.`,
  whenNot: `A training score that stands beside a test score, to see overfitting, is not meant and not reported.`,
  examples: [
    {
      title: "Trained on everything, tested on a part",
      bad: `import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier
df = pd.read_csv("loans.csv")
X, y = df.drop(columns="default"), df["default"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
model = DecisionTreeClassifier().fit(X, y)  # error
print(model.score(X_test, y_test))`,
    },
    {
      title: "Trained on everything after the evaluation, to ship",
      good: `import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier
df = pd.read_csv("loans.csv")
X, y = df.drop(columns="default"), df["default"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
model = DecisionTreeClassifier().fit(X_train, y_train)
print(model.score(X_test, y_test))
model.fit(X, y)`,
    },
    {
      title: "Slices that overlap",
      bad: `import pandas as pd
from sklearn.linear_model import Ridge
df = pd.read_csv("houses.csv")
train = df[:800]
test = df[700:]  # error
model = Ridge().fit(train[["area", "rooms"]], train["price"])
print(model.score(test[["area", "rooms"]], test["price"]))`,
    },
    {
      title: "Two samples that know nothing of each other",
      bad: `import pandas as pd
from sklearn.linear_model import LogisticRegression
df = pd.read_csv("loans.csv")
features = ["income", "age"]
train = df.sample(frac=0.8, random_state=1)
test = df.sample(frac=0.2, random_state=2)  # error
model = LogisticRegression().fit(train[features], train["default"])
print(model.score(test[features], test["default"]))`,
    },
    {
      title: "A sample and what it left over",
      good: `import pandas as pd
from sklearn.linear_model import LogisticRegression
df = pd.read_csv("loans.csv")
features = ["income", "age"]
train = df.sample(frac=0.8, random_state=1)
test = df.drop(train.index)
model = LogisticRegression().fit(train[features], train["default"])
print(model.score(test[features], test["default"]))`,
    },
    {
      title: "A network trained on all rows",
      bad: `import numpy as np
from tensorflow import keras
# %%
X, y = np.load("images.npy") / 255.0, np.load("labels.npy")
X_test, y_test = X[50000:], y[50000:]
# %%
model = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(10, activation="softmax")])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(X, y, epochs=5)  # error
# %%
print(model.evaluate(X_test, y_test))`,
    },
    {
      title: "A training that goes on from one on all rows",
      bad: `import numpy as np
from tensorflow import keras
# %%
X, y = np.load("images.npy") / 255.0, np.load("labels.npy")
model = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(10, activation="softmax")])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(X, y, epochs=5)
# %%
history = model.fit(X, y, epochs=20, validation_split=0.2)  # error
print(history.history["val_accuracy"][-1])`,
    },
  ],
  check: (q) => {
    const out = new Map<string, RuleFinding>();
    for (const e of q.evaluations) {
      const before = seenBefore(q, e);
      if (before) out.set(`${e.score.at.source}:${e.score.at.start}`, before);
      if (/tr(ai)?n/i.test(e.score.name)) continue;
      const found = copied(q, e);
      if (found && !out.has(found.key)) out.set(found.key, found.finding);
      if (e.role !== "overlap" || e.score.kind !== "holdout" || q.mix(e) || (e.relation === "within" && !calledTest.test(e.score.name))) continue;
      const f = e.fits.find((x) => ["contains", "same", "overlaps", "within"].includes(relation(x.rows, e.score.rows)));
      // Columns that the model was never shown: the call would fail, another model was meant.
      if (!f || otherColumns(e.fits, e.score)) continue;
      // What answers without looking at the features remembers no row.
      if (f.fit?.flags.has("noSkill")) continue;
      const whole = relation(f.rows, e.score.rows) === "contains";
      const last = whole ? null : q.lastOf([ownCut(e.score.rows, f.rows), ownCut(f.rows, e.score.rows)]);
      // Folds are cut as they should be: the fit in their loop takes other rows than theirs.
      const other = last !== null && cutsOf(e.score.rows).some((c) => c.at === last && c.kind === "fold") && q.lastOf([last, f.at]) === f.at;
      const at = whole || other ? f.at : (last ?? e.score.at);
      // A group of the rows that is looked at by itself claims nothing about new ones.
      if (!whole && !calledTest.test(e.score.name) && onlyPicked(e.score.rows, f.rows)) continue;
      // A handful of training rows, predicted to have a look, is no test unless it is called one.
      if (whole && !calledTest.test(e.score.name) && (aHandful(e.score.rows, f.rows) || walkedThrough(e.score.rows, f.rows))) continue;
      if (scoredAbove(q, e)) continue;
      const key = `${at.source}:${at.start}`;
      const known = out.get(key);
      const evident = shown(q, f.rows, e.score.rows) && !alsoHeld(q, e);
      if (known && (known.severity !== "hint" || !evident)) continue;
      out.set(key, {
        at,
        message: whole
          ? `\`${f.what}\` is trained on ${f.name ? `\`${f.name}\`` : "all rows"}, which holds the rows it is tested on`
          : `These rows overlap ${f.name ? `\`${f.name}\`` : "the rows"}, on which the model was trained`,
        // Where the cells ran in another order, the names may have held other rows.
        confidence: q.confidence(
          f.conf,
          e.score.conf,
          q.ranInOrder([...cutsOf(e.score.rows), ...cutsOf(f.rows)].map((c) => c.at).concat(f.at, e.score.at)) ? 0 : 2,
        ),
        steps: q.path(null, e),
        variable: f.name || null,
        ...(evident ? {} : { severity: "hint" as const }),
      });
    }
    return [...out.values()];
  },
});

/** A training that goes on from an earlier one on all rows and watches a part of them, where no other rows tell how good the model is. */
function seenBefore(q: Questions, { score, fits, role }: Evaluation): RuleFinding | null {
  const earlier = [...(score.after ?? [])].map((id) => q.lineage.learned.get(id)).find((l) => l && relation(l.rows, score.rows) === "contains");
  const models = new Set(score.models.map((m) => m.object));
  const told = q.evaluations.some((x) => x.role !== "train" && x.score.kind === "holdout" && x.score.models.some((m) => models.has(m.object)));
  if (!earlier || role !== "held" || score.kind !== "monitor" || score.loops.length || told) return null;
  return {
    at: score.at,
    message: `\`${earlier.what}\` was trained on ${earlier.name ? `\`${earlier.name}\`` : "all rows"} before, validation rows included`,
    confidence: q.confidence(earlier.conf, score.conf, q.ranInOrder([earlier.at, score.at]) ? 0 : 2),
    steps: [
      { message: `${earlier.what} is trained here`, at: earlier.at },
      ...fits.slice(0, 1).map((f) => ({ message: "its training goes on here", at: f.at })),
      { message: "validated here", at: score.at },
    ],
    variable: earlier.name || null,
  };
}

/** Copies of test rows among the training rows, as the files themselves show them: told once for the split or the two files that let them through. */
function copied(q: Questions, e: Evaluation): { key: string; finding: RuleFinding } | null {
  if (e.role !== "held" || e.score.kind !== "holdout" || !e.train) return null;
  const cut = q.separation(e.train, e.score.rows);
  const drawn = cut?.at && cut.kind === "random" && q.splitOf(cut)?.by !== "group" ? cut : null;
  const copies = drawn ? q.files.copies(e) : q.files.shared(e);
  if (!copies) return null;
  const at = drawn?.at ?? e.score.at;
  const finding: RuleFinding = {
    at,
    message: drawn ? `${copies.short} occur more than once: copies may lie on both sides of this split` : "Many of these test rows are training rows too",
    confidence: q.confidence(e.score.conf, copies.conf),
    // The program splits as it should; it is the file that lets rows through.
    ...(drawn ? { severity: "hint" as const } : {}),
    steps: [
      { message: `read here: ${copies.what}`, at: copies.at },
      ...(drawn?.at ? [{ message: "the rows are split at random here", at: drawn.at }] : []),
      ...e.fits.slice(0, 1).map((f) => ({ message: `${f.what} is trained here`, at: f.at })),
      { message: "scored here", at: e.score.at },
    ],
    variable: null,
  };
  return { key: drawn ? `${at.source}:${at.start}` : `copies: ${copies.what}`, finding };
}

/** Rows that were picked by their values, and not drawn, from those that others were cut from. */
const onlyPicked = (rows: Rows, others: Rows): boolean => {
  const own = ownCuts(rows, others);
  return own.length > 0 && own.every((c) => c.kind === "filter" || c.kind === "value");
};

/** The first rows of those that were trained on, so few that they can be read. */
const aHandful = (rows: Rows, others: Rows): boolean => {
  return ownCuts(rows, others).some((c) => c.kind === "range" && (c.lo ?? null) === null && typeof c.hi === "number" && c.hi > 0 && c.hi <= aFew);
};
const aFew = 10;

/** Batches of those that were trained on: the rounds of a loop go through all of them and keep none apart. */
const walkedThrough = (rows: Rows, others: Rows): boolean =>
  ownCuts(rows, others).some((c) => ["range", "opaque"].includes(c.kind) && [c.lo, c.hi].every((b) => typeof b === "string" && /[@?]/.test(b)));

/**
 * Whether a cell above the one that cut the scored rows scores them: it reads a name that is set further down, so it did not run where it stands, and
 * what its other names held by then is not known.
 */
const scoredAbove = (q: Questions, { score, fits }: Evaluation): boolean => {
  const at = score.path[0] ?? score.at;
  const cuts = [score.rows, ...fits.map((f) => f.rows)].flatMap(cutsOf).map((c) => c.at);
  return q.lastOf([at, ...cuts])?.source !== at.source && q.lastOf([at]) !== null;
};

/**
 * Whether the overlap is told by cuts that were followed: the scored rows lie in the trained ones, or the two were cut apart from one table at
 * random without knowing of each other or by limits in numbers. Positions that were computed, parts that came together over the rounds of a loop
 * or are taken by their number from a list that a loop filled, and rounds of two loops over folds in order of time tell nothing of the sort; nor do
 * trained rows that lie in more rows that nobody narrowed.
 */
function shown(q: Questions, trained: Rows, scored: Rows): boolean {
  const how = relation(trained, scored);
  if (how === "within" || how === "unknown") return false;
  const computed = (r: Rows): boolean =>
    cutsOf(r).some((c) => c.kind === "opaque" || (c.kind === "range" && [c.lo, c.hi].some((b) => typeof b === "string" && /[@?]/.test(b))));
  if (how === "contains" && trained.terms.length === 1) return !cutsOf(trained).some((c) => c.kind === "opaque");
  const numbered = [...ownCuts(trained, scored), ...ownCuts(scored, trained)].some((c) => c.id.startsWith(fromList) || q.splitOf(c)?.by === "time");
  return !numbered && !computed(trained) && !computed(scored);
}

/** How far predictions for a sample of training rows were off gives the limits between which those for held-out rows are judged: one number is told of both. */
const alsoHeld = (q: Questions, { score }: Evaluation): boolean =>
  cutsOf(score.rows).some((c) => c.id.startsWith("sample:")) &&
  q.evaluations.some((x) => x.role === "held" && samePlace(x.score.at, score.at) && sharesModel(x.score.models, score.models));

/** The cuts that made these rows and not the others. */
const ownCuts = (rows: Rows, others: Rows): Cut[] => cutsBeyond(cutsOf(rows), cutsOf(others));

/** The last cut that made these rows and not the others. */
function ownCut(rows: Rows, others: Rows): Span | null {
  return ownCuts(rows, others).at(-1)?.at ?? null;
}
