/** A random split of evidently imbalanced labels does not keep the classes' shares */
import type { Unit } from "../program/program.js";
import type { Split } from "../trace/lineage.js";
import { classesShownAt, imbalancedShare, isBalanced } from "../trace/outputs.js";
import type { Questions } from "../trace/questions.js";
import { type Rows, sharesSource } from "../trace/rows.js";
import type { RuleFinding } from "./rule.js";
import { defineRule } from "./rule.js";

export default defineRule({
  code: "HLD302",
  slug: "unstratified-split",
  severity: "warning",
  default: true,
  summary: "A random split of evidently imbalanced labels does not keep the shares of the classes",
  why: `Of 1,000 rows with 2 % positives a test part of 200 holds 4 on average, but in one split of five 2 or fewer, and in one of five 6 or more. Recall and F1 then depend on the seed more than on the model. With \`stratify\` every part has its 4.`,
  whenNot: `With so many rows that even the rare class has thousands, or when rows of the same entity or time must stay together.`,
  examples: [
    {
      title: "A weight for the rare class, but no stratified split",
      bad: `import pandas as pd
from lightgbm import LGBMClassifier
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
payments = pd.read_csv("payments.csv")
X, y = payments.drop(columns="fraud"), payments["fraud"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)  # error
model = LGBMClassifier(scale_pos_weight=40).fit(X_train, y_train)
print(f1_score(y_test, model.predict(X_test)))`,
    },
    {
      title: "Stratified by the labels",
      good: `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
payments = pd.read_csv("payments.csv")
X, y = payments.drop(columns="fraud"), payments["fraud"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, stratify=y, random_state=0)
model = LogisticRegression(class_weight="balanced").fit(X_train, y_train)
print(f1_score(y_test, model.predict(X_test)))`,
    },
    {
      title: "Counts of the classes that a cell shows",
      notebook: true,
      bad: `from collections import Counter
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import classification_report
from sklearn.model_selection import train_test_split
# %% [1]
calls = pd.read_csv("calls.csv")
# %% [2] Counter({0: 930, 1: 70})
Counter(calls["sold"])
# %% [3]
X_train, X_test, y_train, y_test = train_test_split(calls[["age", "length"]], calls["sold"], random_state=0)  # error
model = RandomForestClassifier(random_state=0).fit(X_train, y_train)
print(classification_report(y_test, model.predict(X_test)))`,
    },
    {
      title: "Copies of the rare class alone do not tell how rare it is",
      good: `import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import classification_report
from sklearn.model_selection import train_test_split
calls = pd.read_csv("calls.csv")
X_train, X_test, y_train, y_test = train_test_split(calls[["age", "length"]], calls["sold"], random_state=0)
X_more, y_more = SMOTE(random_state=0).fit_resample(X_train, y_train)
model = RandomForestClassifier(random_state=0).fit(X_more, y_more)
print(classification_report(y_test, model.predict(X_test)))`,
    },
    {
      title: "Balanced weights alone show no imbalance",
      good: `import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import balanced_accuracy_score
from sklearn.model_selection import train_test_split
wines = pd.read_csv("wines.csv")
X_train, X_test, y_train, y_test = train_test_split(wines.drop(columns="grape"), wines["grape"], random_state=0)
model = RandomForestClassifier(class_weight="balanced", random_state=0).fit(X_train, y_train)
print(balanced_accuracy_score(y_test, model.predict(X_test)))`,
    },
    {
      title: "A regression has no classes, and nothing shows an imbalance here",
      good: `import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split
flats = pd.read_csv("flats.csv")
X_train, X_test, y_train, y_test = train_test_split(flats[["rooms", "floor"]], flats["rent"], random_state=0)
print(Ridge().fit(X_train, y_train).score(X_test, y_test))`,
    },
  ],
  check: (q) => {
    if (q.testsCode()) return [];
    const out = new Map<string, RuleFinding>();
    for (const e of q.evaluations) {
      if (e.role !== "held" || e.score.kind !== "holdout" || !e.train) continue;
      const cut = q.separation(e.train, e.score.rows);
      const split = q.splitOf(cut);
      if (!cut?.at || split?.kind !== "holdout" || !split.shuffled || split.stratified || split.by) continue;
      const classes =
        e.fits.some((f) => f.fit?.task === "classification") || (e.score.task === "classification" && !e.fits.some((f) => f.fit?.task === "regression"));
      const key = `${cut.at.source}:${cut.at.start}`;
      if (!classes || out.has(key)) continue;
      // Rows that were balanced before the split.
      if (q.evenedOut(split.rows)) continue;
      const targets = [...(e.score.truth?.origin ?? []), ...e.fits.flatMap((f) => [...(f.fit?.y?.origin ?? [])])].map((o) => o.slice(o.lastIndexOf(":") + 1));
      if (ofOneClass(split.rows, targets)) continue;
      const shown = classesShownAt(q.units, new Set(targets.filter((t) => t !== "*")), cut.at, (unit) => namesOthers(q, unit, split));
      const shares = q.files.shares(e);
      if (shares && (isBalanced(shares) || shares.fewest >= plenty)) continue;
      if (shown && (!shown.imbalanced || (shown.fewest ?? 0) >= plenty)) continue;
      const ofFile = shares && shares.top >= imbalancedShare ? shares : null;
      // The classes' own shares, or a weight made for a ratio. `balanced` and copies of the rare class are habits.
      const sign = ofFile ?? shown?.imbalanced ?? (shares ? null : q.lineage.evidence.find((s) => s.kind === "weights" && ratio(s.what) >= weighty));
      if (!sign || e.score.rows.terms.some((t) => t.source.kind === "bundled" || t.source.kind === "made")) continue;
      out.set(key, {
        at: cut.at,
        message: `\`${split.label}\` draws without \`stratify\`, and the classes are imbalanced`,
        confidence: q.confidence(e.score.conf, sign === shares ? shares.conf : 0),
        // One of several labels at once: none of them alone can be what the draw goes by.
        ...(oneOfSeveral(labelsOf(q.before(cut.at)), q.lineOf(e.score.at)) ? { severity: "hint" as const } : {}),
        steps: [
          { message: `the imbalance shows here: ${sign.what}`, at: sign.at },
          { message: "the rows are split here", at: cut.at },
          { message: "scored here", at: e.score.at },
        ],
        variable: null,
      });
    }
    return [...out.values()];
  },
});

/** `train, rest = train_test_split(df[df["fraud"] == 0])`: rows of one class alone have no shares to keep. */
const ofOneClass = ({ terms }: Rows, targets: readonly string[]): boolean =>
  terms.length > 0 &&
  terms.every((t) => t.cuts.some((c) => c.kind === "value" && c.column !== undefined && targets.includes(c.column) && !c.part.startsWith("!")));

/** Whether the last split above a cell is of another table than this one: `y_test` is that one's there. */
function namesOthers(q: Questions, unit: Unit, split: Split): boolean {
  const above = new Set(q.units.slice(0, q.units.findIndex((u) => u.input.source === unit.input.source) + 1).map((u) => u.input.source));
  const last = q.lineage.allSplits.findLast((s) => s.kind === "holdout" && above.has(s.at.source));
  return last !== undefined && !sharesSource(last.rows, split.rows);
}

/** Rows of the rarest class from which a random draw keeps its share well enough. */
const plenty = 2_000;

/** A weight for the rare class from which its labels are taken to be imbalanced: three to one. */
const weighty = 3;
const ratio = (what: string): number => Number(/^scale_pos_weight=([\d.]+)$/.exec(what)?.[1] ?? 0);

/** The last name of those that the parts of a split go to: its labels. */
const labelsOf = (before: string): string | null => /(\w+)\s*=[^=\n]*$/.exec(before)?.[1] ?? null;

/** Whether a line picks a column of these labels by its name. */
const oneOfSeveral = (labels: string | null, line: string): boolean => labels !== null && new RegExp(`\\b${labels}\\[["'a-zA-Z_]`).test(line);
