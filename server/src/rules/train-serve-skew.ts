/** Test or inference rows are prepared unlike the rows the model was trained on */
import { once } from "../base/once.js";
import { samePlace } from "../base/span.js";
import { filledAbove, fillsRest } from "../trace/gaps.js";
import type { Learned } from "../trace/lineage.js";
import { alignsColumns } from "../trace/outputs.js";
import type { Questions } from "../trace/questions.js";
import { isMade, type Rows, relation, sourcesOf } from "../trace/rows.js";
import { fromNamed } from "../trace/values.js";
import { fillsHardly, outerEdge } from "./leaks.js";
import type { ActOf } from "./loops.js";
import { defineRule, type RuleFinding, unlessCertain } from "./rule.js";

export default defineRule({
  code: "HLD601",
  slug: "train-serve-skew",
  severity: "warning",
  default: true,
  summary: "Test or inference rows are prepared unlike the rows the model was trained on",
  why: `The model learned what a value means after the training rows were prepared. Where 0 stood for "missing" in training and -1 stands for it now, or where a value of 0.7 was 0.7 of another maximum, the model answers another question. Google's rules of machine learning call training-serving skew one of the commonest causes of models that are good offline and bad in production (Zinkevich, rules 29 to 37). A single row at inference time has no mean at all.`,
  whenNot: `When the rows are another population that has to be standardised by itself, as batch-wise normalisation of laboratory data does. Where a step on the way is not certain, the finding is a hint.`,
  examples: [
    {
      title: "Test rows filled with their own mean",
      bad: `import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split
# %%
df = pd.read_csv("patients.csv")
X_train, X_test, y_train, y_test = train_test_split(df[["age", "dose"]], df["sick"], random_state=0)
# %%
X_train = X_train.fillna(X_train.mean())
X_test = X_test.fillna(X_test.mean())  # error
# %%
model = RandomForestClassifier(random_state=0).fit(X_train, y_train)
print(model.score(X_test, y_test))`,
    },
    {
      title: "Test rows filled with the training mean",
      good: `import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split
df = pd.read_csv("patients.csv")
X_train, X_test, y_train, y_test = train_test_split(df[["age", "dose"]], df["sick"], random_state=0)
means = X_train.mean()
X_train, X_test = X_train.fillna(means), X_test.fillna(means)
model = RandomForestClassifier(random_state=0).fit(X_train, y_train)
print(model.score(X_test, y_test))`,
    },
    {
      title: "Another constant for missing values",
      bad: `import pandas as pd
from sklearn.linear_model import LogisticRegression
train, test = pd.read_csv("train.csv"), pd.read_csv("test.csv")
train["age"] = train["age"].fillna(0)
test["age"] = test["age"].fillna(-1)  # error
model = LogisticRegression().fit(train[["age", "dose"]], train["sick"])
pd.Series(model.predict(test[["age", "dose"]])).to_csv("answers.csv")`,
    },
    {
      title: "The same constant for missing values",
      good: `import pandas as pd
from sklearn.linear_model import LogisticRegression
train, test = pd.read_csv("train.csv"), pd.read_csv("test.csv")
for frame in [train, test]:
    frame["age"] = frame["age"].fillna(0)
    frame["dose"] = frame["dose"].fillna(-1)
model = LogisticRegression().fit(train[["age", "dose"]], train["sick"])
pd.Series(model.predict(test[["age", "dose"]])).to_csv("answers.csv")`,
    },
    {
      title: "Dummy columns of the test rows from the test rows",
      bad: `import pandas as pd
from sklearn.linear_model import LogisticRegression
train, test = pd.read_csv("train.csv"), pd.read_csv("test.csv")
X_train = pd.get_dummies(train.drop(columns="left"))
X_test = pd.get_dummies(test.drop(columns="left"))  # error
model = LogisticRegression().fit(X_train, train["left"])
print(model.score(X_test, test["left"]))`,
    },
    {
      title: "Dummy columns of the test rows as in training",
      good: `import pandas as pd
from sklearn.linear_model import LogisticRegression
train, test = pd.read_csv("train.csv"), pd.read_csv("test.csv")
X_train = pd.get_dummies(train[["city", "plan"]])
X_test = pd.get_dummies(test[["city", "plan"]]).reindex(columns=X_train.columns, fill_value=0)
model = LogisticRegression().fit(X_train, train["left"])
print(model.score(X_test, test["left"]))`,
    },
    {
      title: "Every row by its own values",
      good: `import pandas as pd
from sklearn.linear_model import LogisticRegression
train, test = pd.read_csv("train.csv"), pd.read_csv("test.csv")
columns = ["left", "right"]
train["mean"] = train[columns].mean(axis=1)
test["mean"] = test[columns].mean(axis=1)
print(test["mean"].mean())
model = LogisticRegression().fit(train[["mean"]], train["sick"])
pd.Series(model.predict(test[["mean"]])).to_csv("answers.csv")`,
    },
  ],
  check: (q) => {
    const out = new Map<string, RuleFinding>();
    for (const f of [...ownStatistics(q), ...ownDummies(q), ...otherConstants(q)]) {
      const key = `${f.at.source}:${f.at.start}`;
      if (!out.has(key)) out.set(key, f);
    }
    return [...out.values()];
  },
});

const judged = /^(mean|nanmean|median|nanmedian|mode|std|nanstd|var|min|max|quantile|percentile|scale|minmax_scale|robust_scale|qcut)$/;

const bounds = /^(quantile|percentile)$/;

/** "['age']" of "train['age']": which column, whatever the table is called. */
const columnIn = (name: string): string => /^\w+((?:\.|\[).*)$/.exec(name)?.[1]?.replace(/\[["'](\w+)["']\]/g, ".$1") ?? "";

function* ownStatistics(q: Questions): Generator<RuleFinding> {
  const ofStatistics = (ids: Iterable<number>): Learned[] =>
    [...ids]
      .map((id) => q.lineage.learned.get(id))
      .filter((l): l is Learned => l !== undefined && l.via === "statistic" && l.weight === "statistic" && !l.grouped && judged.test(l.what));
  for (const p of q.predictions) {
    const fits = [...p.fits].map((id) => q.lineage.learned.get(id)).filter((l): l is Learned => l !== undefined);
    const before = ofStatistics(fits.flatMap((f) => [...(f.fit?.x.learned ?? [])]));
    if (!before.length) continue;
    for (const l of ofStatistics(p.features.learned)) {
      if (before.includes(l) || !["same", "contains"].includes(relation(l.rows, p.rows)) || !fits.every((f) => relation(f.rows, l.rows) === "disjoint"))
        continue;
      // What these rows know of the training rows was handed on as it should be. Of the value of a call nobody can tell the column.
      const first = before.find(
        (b) => !p.features.learned.has(b.id) && b.what === l.what && columnIn(b.name) === columnIn(l.name) && relation(b.rows, l.rows) === "disjoint",
      );
      if (!first || l.name.includes("(") || (fixedRange(l) && fixedRange(first)) || outerEdge(q, l) || fillsHardly(q, l) || filledAbove(l, q.units)) continue;
      // Tables that were each prepared as a whole, and then split: the rows that are asked for have training rows of their own.
      if (q.isTestPart(p.rows, l.rows) && fits.every((f) => q.isTestPart(f.rows, first.rows))) continue;
      yield {
        at: l.at,
        message: `\`${l.what}\` ${l.name ? `of \`${l.name}\` ` : ""}is computed again on these rows; the model was trained with another`,
        ...unlessCertain(q.confidence(l.conf, p.conf)),
        // Bounds mostly choose rows, and a row that stays keeps its values. Few rows stand before the first value.
        ...(bounds.test(l.what) || madeHere(l) || fillsRest(l, q.units) ? { severity: "hint" as const } : {}),
        steps: [
          { message: "computed on the training rows here", at: first.at },
          { message: "computed again here", at: l.at },
          { message: "predicted here", at: p.at },
        ],
        variable: l.name || null,
      };
    }
  }
}

/** Rows that the program puts together itself, to see what a model says of them: often they have no gaps, and nobody is served with them. */
const madeHere = (l: Learned): boolean => isMade(l.rows);

/** The largest or smallest of all numbers of a part of a bundled data set: of images, 255 or 0 in every part. Columns have their own. */
const fixedRange = (l: Learned): boolean => l.extreme === true && l.rows.terms.length > 0 && l.rows.terms.every((t) => t.source.kind === "bundled");

/** Dummy columns made from these rows alone: what they hold of other rows' categories, and in which order, is chance. */
function* ownDummies(q: Questions): Generator<RuleFinding> {
  const dummiesOf = (ids: Iterable<number>): Learned[] =>
    [...ids].map((id) => q.lineage.learned.get(id)).filter((l): l is Learned => l?.what === "get_dummies" && l.weight === "vocabulary");
  if (alignsColumns(q.units)) return;
  for (const p of q.predictions) {
    const fits = [...p.fits].map((id) => q.lineage.learned.get(id)).filter((l): l is Learned => l !== undefined);
    const before = dummiesOf(fits.flatMap((f) => [...(f.fit?.x.learned ?? [])]));
    for (const l of dummiesOf(p.features.learned)) {
      const first = before.find((b) => b !== l && !p.features.learned.has(b.id) && relation(b.rows, l.rows) === "disjoint");
      if (!first || before.includes(l) || !["same", "contains"].includes(relation(l.rows, p.rows))) continue;
      if (!fits.every((f) => relation(f.rows, l.rows) === "disjoint")) continue;
      // A few columns by name often have the same two or three categories wherever they are read.
      if (byName(l) || byName(first)) continue;
      yield {
        at: l.at,
        // Of a table that lost columns by their names, nobody can tell whether any with categories are left.
        ...((l.without ?? 0) > 2 ? { severity: "hint" as const } : {}),
        message: "`get_dummies` makes these columns from other categories than those of the training rows",
        ...unlessCertain(q.confidence(l.conf, p.conf)),
        steps: [
          { message: "the columns of the training rows are made here", at: first.at },
          { message: "made again, from other categories, here", at: l.at },
          { message: "predicted here", at: p.at },
        ],
        variable: l.name || null,
      };
    }
  }
}

/** Whether it is one column, or a few that are picked by their names. */
const byName = (l: Learned): boolean => /^\.\w+$/.test(columnIn(l.name)) || fromNamed(l.from.origin, 12);

/** Whether two sets of rows come from the same reading of their files: what was done to a table is gone once it is read anew. */
const readOnce = (a: Rows, b: Rows): boolean =>
  sourcesOf(a).every((x) => sourcesOf(b).every((y) => x.key !== y.key || !x.at || !y.at || samePlace(x.at, y.at)));

/** `0` and `"0"` stand for one thing: columns of numbers and of text are often filled by the same call. */
const sameValue = (a: ActOf<"fill">, b: ActOf<"fill">): boolean => String(a.value) === String(b.value);

/** Whether another model is trained on rows of this table after it was filled: they are prepared for that one. */
const forAnother = (q: Questions, fill: ActOf<"fill">, fit: Learned): boolean =>
  q.learnings.some((l) => l.fit && l.object !== fit.object && ["same", "contains"].includes(relation(fill.rows, l.rows)) && q.lastOf([fill.at, l.at]) === l.at);

/** The fills of all of these rows, as they were read. Many predictions are for the same rows. */
const fillsOf = once((fills: readonly ActOf<"fill">[], rows: Rows) =>
  fills.filter((a) => ["same", "contains"].includes(relation(a.rows, rows)) && readOnce(a.rows, rows)),
);

function* otherConstants(q: Questions): Generator<RuleFinding> {
  const fills = q.lineage.acts.filter((a): a is ActOf<"fill"> => a.k === "fill");
  if (fills.length < 2) return;
  for (const p of q.predictions) {
    const fits = [...p.fits].map((id) => q.lineage.learned.get(id)).filter((l): l is Learned => l !== undefined);
    const [fit] = fits;
    if (!fit || fits.length > 1 || relation(fit.rows, p.rows) !== "disjoint") continue;
    const trained = fillsOf(fills, fit.rows);
    const served = fillsOf(fills, p.rows).filter((a) => relation(a.rows, fit.rows) === "disjoint" && q.lastOf([a.at, p.at]) === p.at);
    for (const b of served) {
      const [column] = b.columns;
      // What unseen keys get is another thing than what stands for a gap.
      const same = trained.filter((a) => a.columns[0] === column && a.lookedUp === b.lookedUp);
      const first = same.at(-1);
      if (!first || same.some((a) => sameValue(a, b)) || served.some((s) => s !== b && s.columns[0] === column && sameValue(s, first)) || forAnother(q, b, fit))
        continue;
      if (column !== "*" && ![...p.features.origin].some((o) => o.endsWith(`:${column}`) || o.endsWith(":*"))) continue;
      yield {
        at: b.at,
        message: `Missing values of ${column === "*" ? "these rows" : `\`${column}\``} become ${String(b.value)} here, but ${String(first.value)} in the training rows`,
        confidence: q.confidence(p.conf),
        steps: [
          { message: `the training rows are filled with ${String(first.value)} here`, at: first.at },
          { message: `these rows with ${String(b.value)} here`, at: b.at },
          { message: "predicted here", at: p.at },
        ],
        variable: column === "*" ? null : (column ?? null),
      };
    }
  }
}
