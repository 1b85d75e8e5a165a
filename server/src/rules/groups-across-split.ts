/** Rows of one group fall on both sides of a random split */

import type { Span } from "../base/span.js";
import { isMadeBelow } from "../program/columns.js";
import { quote } from "../trace/describe.js";
import type { Questions } from "../trace/questions.js";
import { cutsOf, sharesSource } from "../trace/rows.js";
import type { RuleFinding } from "./rule.js";
import { defineRule } from "./rule.js";

export default defineRule({
  code: "HLD110",
  slug: "groups-across-split",
  severity: "warning",
  default: true,
  summary: "Rows of one group fall on both sides of a random split, though the program knows the groups",
  why: `Rows of one patient, user or machine are alike. With some of them in training the model recognises whom it has seen, and the score says nothing of those it has not. Saeb and others (GigaScience 2017) found that studies of wearables that split by record report less than half the error of those that split by person.`,
  whenNot: `When the model will only ever meet groups that it was trained on.`,
  examples: [
    {
      title: "Folds by patient, but a random test part",
      bad: `import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import GroupKFold, cross_val_score, train_test_split
visits = pd.read_csv("visits.csv")
X, y = visits[["age", "dose"]], visits["better"]
X_train, X_test, y_train, y_test, who, _ = train_test_split(X, y, visits["patient"], random_state=0)  # error
model = RandomForestClassifier(random_state=0)
print(cross_val_score(model, X_train, y_train, groups=who, cv=GroupKFold(5)).mean())
print(model.fit(X_train, y_train).score(X_test, y_test))`,
    },
    {
      title: "A test part of whole patients",
      good: `import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import GroupShuffleSplit
visits = pd.read_csv("visits.csv")
X, y = visits[["age", "dose"]], visits["better"]
train, test = next(GroupShuffleSplit(1, test_size=0.2, random_state=0).split(X, y, groups=visits["patient"]))
model = RandomForestClassifier(random_state=0).fit(X.iloc[train], y.iloc[train])
print(model.score(X.iloc[test], y.iloc[test]))`,
    },
    {
      title: "Several visits a patient, as the merge itself says",
      bad: `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
visits, patients = pd.read_csv("visits.csv"), pd.read_csv("patients.csv")
visits = visits.merge(patients, on="patient_id", validate="many_to_one")
X, y = visits[["age", "dose"]], visits["better"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)  # error
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))`,
    },
    {
      title: "An id alone is no group",
      good: `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
visits = pd.read_csv("visits.csv")
X, y = visits.drop(columns=["patient_id", "better"]), visits["better"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))`,
    },
  ],
  check: (q) => {
    const groups = q.lineage.signs.filter((s) => s.kind === "groups");
    const out = new Map<string, RuleFinding>();
    const known = groups.filter((s) => s.rows);
    const anyRows = known.length || severalSources(q) ? undefined : groups[0];
    for (const e of q.evaluations) {
      if (e.role !== "held" || e.score.kind !== "holdout" || !e.train) continue;
      const cut = q.separation(e.train, e.score.rows);
      const split = q.splitOf(cut);
      if (!cut?.at || split?.kind !== "holdout" || !split.shuffled || split.by) continue;
      // A validation part inside a part that a group splitter had cut off: the outer evaluation is right.
      if (cutsOf(split.rows).some((c) => q.splitOf(c)?.by === "group")) continue;
      const sign = known.find((s) => s.rows && sharesSource(s.rows, e.score.rows)) ?? anyRows;
      const key = `${cut.at.source}:${cut.at.start}`;
      if (out.has(key)) continue;
      const repeated = sign ? null : q.files.groups(e);
      if (repeated)
        out.set(key, {
          at: cut.at,
          message: `${quote(split.label)} puts rows of one ${quote(repeated.column)} on both sides`,
          confidence: q.confidence(e.score.conf, repeated.conf),
          steps: [
            { message: `read here: ${repeated.what}`, at: repeated.at },
            { message: "the rows are split without regard to that here", at: cut.at },
            { message: "scored here", at: e.score.at },
          ],
          variable: null,
        });
      if (!sign) continue;
      out.set(key, {
        at: cut.at,
        message: `${quote(split.label)} does not keep groups together, though ${quote(sign.what)} knows that there are some`,
        confidence: q.confidence(e.score.conf),
        ...(madeLater(q, cut.at) ? { severity: "hint" as const } : {}),
        steps: [
          { message: `${sign.what} tells of groups of rows here`, at: sign.at },
          { message: "the rows are split without regard to groups here", at: cut.at },
          { message: "scored here", at: e.score.at },
        ],
        variable: null,
      });
    }
    return [...out.values()];
  },
});

/** A group splitter that was given rows nobody followed may be about other data than this. */
const severalSources = (q: Questions): boolean => new Set(q.evaluations.flatMap((e) => e.score.rows.terms.map((t) => t.source.key))).size > 1;

/** Whether every column of groups is made by the program itself further down: groups for a demonstration, which the data may not have. */
function madeLater(q: Questions, at: Span): boolean {
  const named = q.evaluations.flatMap(({ score }) => [score.groups, ...cutsOf(score.rows).map((c) => q.splitOf(c)?.groups)]);
  const columns = new Set(named.filter((c) => c !== undefined));
  return columns.size > 0 && [...columns].every((column) => isMadeBelow(q.units, column, at));
}
