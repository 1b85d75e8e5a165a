/** Values of later rows are among the model's inputs */

import { textIn } from "../program/program.js";
import { quote } from "../trace/describe.js";
import type { Look } from "../trace/lineage.js";
import type { Evaluation, Questions } from "../trace/questions.js";
import { type Cut, sharesSource } from "../trace/rows.js";
import type { Prov } from "../trace/values.js";
import type { RuleFinding } from "./rule.js";
import { defineRule } from "./rule.js";

export default defineRule({
  code: "HLD109",
  slug: "future-values-in-features",
  severity: "warning",
  default: true,
  summary: "Values of later rows are among the model's inputs",
  why: `\`shift(-1)\` and centred windows read tomorrow's row. The score is that of a model that knows tomorrow; on the day of use the value is missing, and what was the best feature is empty.`,
  whenNot: `When the rows are not in time order, or run from the newest to the oldest: where the program turns the table over afterwards, this is a hint.`,
  examples: [
    {
      title: "Tomorrow among the features",
      bad: `import pandas as pd
from sklearn.linear_model import Ridge
sales = pd.read_csv("sales.csv").sort_values("day")
sales["after"] = sales["visitors"].shift(-1)  # error
sales["smooth"] = sales["visitors"].rolling(7, center=True).mean()  # error
sales = sales.dropna()
train, test = sales[sales["day"] < "2024"], sales[sales["day"] >= "2024"]
model = Ridge().fit(train[["after", "smooth"]], train["sold"])
print(model.score(test[["after", "smooth"]], test["sold"]))`,
    },
    {
      title: "Tomorrow as the target",
      good: `import pandas as pd
from sklearn.linear_model import Ridge
sales = pd.read_csv("sales.csv").sort_values("day")
sales["before"] = sales["sold"].shift(1)
sales["month"] = sales["sold"].rolling(30).mean()
sales["tomorrow"] = sales["sold"].shift(-1)
sales = sales.dropna()
train, test = sales[sales["day"] < "2024"], sales[sales["day"] >= "2024"]
model = Ridge().fit(train[["before", "month"]], train["tomorrow"])
print(model.score(test[["before", "month"]], test["tomorrow"]))`,
    },
    {
      title: "From the newest row to the oldest",
      good: `import pandas as pd
from sklearn.linear_model import Ridge
sales = pd.read_csv("sales.csv").sort_values("day", ascending=False)
sales["day_before"] = sales["sold"].shift(-1)
train, test = sales[sales["day"] < "2024"], sales[sales["day"] >= "2024"]
model = Ridge().fit(train[["day_before"]], train["sold"])
print(model.score(test[["day_before"]], test["sold"]))`,
    },
    {
      title: "Gaps in a series filled from tomorrow",
      bad: `import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.model_selection import TimeSeriesSplit, cross_val_score
# %%
power = pd.read_csv("power.csv", parse_dates=["hour"])
power["warmth"] = power["warmth"].bfill()  # error
power["last"] = power["load"].shift(1)
power = power.dropna()
# %%
print(cross_val_score(GradientBoostingRegressor(), power[["warmth", "last"]], power["load"], cv=TimeSeriesSplit(5)))`,
    },
    {
      title: "Gaps of a table that is no series",
      good: `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
people = pd.read_csv("people.csv")
people["town"] = people["town"].bfill()
X_train, X_test, y_train, y_test = train_test_split(people[["town", "age"]], people["votes"], random_state=0)
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))`,
    },
  ],
  check: (q) => {
    const out = new Map<string, RuleFinding>();
    const of = (p: Prov | null | undefined): Look[] => [...(p?.looks ?? [])].map((id) => q.lineage.looks.get(id)).filter((l): l is Look => l !== undefined);
    for (const e of q.evaluations) {
      if (e.role === "unclear") continue;
      const inputs = e.score.kind === "cv" ? of(e.score.features) : e.fits.flatMap((f) => of(f.fit?.x));
      const targets = e.score.kind === "cv" ? of(e.score.truth) : e.fits.flatMap((f) => of(f.fit?.y));
      const series = [...inputs, ...targets].some((l) => l.kind !== "fill");
      for (const l of inputs) {
        const key = `${l.at.source}:${l.at.start}`;
        if (l.direction === "back" || inCalendar.test(l.name) || out.has(key) || targets.some((x) => x.id === l.id) || (l.kind === "fill" && !series)) continue;
        out.set(key, {
          at: l.at,
          ...(foretells(q, e, l, targets) && !neverScored(e) && !turnedOver(q, l) ? {} : { severity: "hint" as const }),
          message: l.name
            ? `${quote(l.what)} brings later rows of ${quote(l.name)} into the model's inputs`
            : `${quote(l.what)} brings values of later rows into the model's inputs`,
          confidence: q.confidence(e.score.conf, ...e.fits.map((f) => f.conf)),
          steps: [
            { message: "values of later rows come in here", at: l.at },
            ...e.fits.slice(0, 1).map((f) => ({ message: `${f.what} is trained on them here`, at: f.at })),
            { message: "scored here", at: e.score.at },
          ],
          variable: l.name || null,
        });
      }
    }
    return [...out.values()];
  },
});

/** What a calendar says of later days is known today: holidays, weekends. */
const inCalendar = /holiday|week_?end|festival|vacation/i;

/** Whether the scored rows come from another table, and no column of theirs holds values of later rows: what the model was taught of them flatters no score. */
const neverScored = ({ score, role, train }: Evaluation): boolean =>
  role === "held" && train !== null && !sharesSource(train, score.rows) && !score.features.looks.size;

/** Whether the table is turned over further below: its rows stood the newest first, so that the row below was the earlier one. */
function turnedOver(q: Questions, l: Look): boolean {
  const text = textIn(q.units, l.at.source);
  const table = /^\w+/.exec(l.name)?.[0];
  return table !== undefined && new RegExp(`\\b${table}(\\.i?loc)?\\[\\s*::\\s*-1\\s*\\]`).test(text.slice(l.at.end));
}

/**
 * Whether the program tells what comes later: rows are split in order, or by a limit; the target is a later value; or the rows are put in the order
 * of time. Signals that are labelled afterwards, and series that stay whole on one side of the split, know their later rows on the day of use too.
 */
function foretells(q: Questions, e: Evaluation, l: Look, targets: readonly Look[]): boolean {
  const cut = q.separation(e.train, e.score.rows);
  const split = q.splitOf(cut);
  const bySeries = /group_?by\(/i.test(l.name);
  if (bySeries && (split?.by === "group" || q.lineage.signs.some((x) => x.kind === "groups"))) return false;
  if (targets.some((x) => x.direction !== "back")) return true;
  const inOrder = (c: Cut | null): boolean => c !== null && (c.kind === "ordered" || c.kind === "range" || c.kind === "value" || c.kind === "filter");
  if (inOrder(cut) || q.lineage.allSplits.some((s) => !s.shuffled && s.kind !== "sample")) return true;
  return q.units.some((u) => /(?<!up|vali|candi)date|time_?series|forecast|month|week|hour|year|\bdays?\b|["']time/i.test(u.input.text));
}
