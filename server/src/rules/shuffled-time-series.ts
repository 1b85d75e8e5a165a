/** Rows in time order are split at random although features look back */

import { quote } from "../trace/describe.js";
import type { Look } from "../trace/lineage.js";
import type { RuleFinding } from "./rule.js";
import { defineRule } from "./rule.js";

export default defineRule({
  code: "HLD108",
  slug: "shuffled-time-series",
  severity: "warning",
  default: true,
  summary: "Rows in time order are split at random although features hold the target's past or the target is a later row's value",
  why: `With lags and rolling means among the features, a random split puts the days before and after every test day into training: the model fills gaps, it does not forecast. A nearest neighbour then scores well on a random walk, which nobody can forecast.`,
  whenNot: `When gaps are what the model will fill later, between known days before and after.`,
  examples: [
    {
      title: "Lags, and rows drawn at random",
      bad: `import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import train_test_split
sales = pd.read_csv("sales.csv").sort_values("day")
sales["before"] = sales["sold"].shift(1)
sales["week"] = sales["sold"].rolling(7).mean().shift(1)
X_train, X_test, y_train, y_test = train_test_split(sales[["before", "week"]], sales["sold"], random_state=0)  # error
model = RandomForestRegressor(random_state=0).fit(X_train, y_train)
print(model.score(X_test, y_test))`,
    },
    {
      title: "Lags, and the last rows held out",
      good: `import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import train_test_split
sales = pd.read_csv("sales.csv").sort_values("day")
sales["before"] = sales["sold"].shift(1)
X_train, X_test, y_train, y_test = train_test_split(sales[["before"]], sales["sold"], shuffle=False)
model = RandomForestRegressor(random_state=0).fit(X_train, y_train)
print(model.score(X_test, y_test))`,
    },
    {
      title: "Tomorrow as the target, days in any order",
      bad: `import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
# %%
prices = pd.read_csv("prices.csv", parse_dates=["day"], index_col="day")
prices["gap"] = prices["high"] - prices["low"]
prices["tomorrow"] = prices["close"].shift(-1)
prices = prices.dropna()
# %%
X_train, X_test, y_train, y_test = train_test_split(prices[["gap", "close"]], prices["tomorrow"] > prices["close"], random_state=1)  # error
# %%
model = LogisticRegression().fit(X_train, y_train)
print(f1_score(y_test, model.predict(X_test)))`,
    },
    {
      title: "What other columns counted before is no forecast",
      good: `import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import train_test_split
rides = pd.read_csv("rides.csv", parse_dates=["start"]).set_index("start").sort_index()
rides["busy"] = rides["passengers"].rolling("1h").sum()
X_train, X_test, y_train, y_test = train_test_split(rides[["busy", "km"]], rides["minutes"], random_state=0)
print(RandomForestRegressor(random_state=0).fit(X_train, y_train).score(X_test, y_test))`,
    },
    {
      title: "A date alone is no time series",
      good: `import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split
flats = pd.read_csv("flats.csv", parse_dates=["built"]).sort_values("built")
flats["year"] = flats["built"].dt.year
X_train, X_test, y_train, y_test = train_test_split(flats[["year", "rooms"]], flats["rent"], random_state=0)
print(Ridge().fit(X_train, y_train).score(X_test, y_test))`,
    },
    {
      title: "Shuffled folds of lags",
      bad: `import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import KFold
power = pd.read_csv("power.csv")
power["last_hour"] = power["load"].shift(1)
power = power.dropna()
X, y = power[["last_hour", "warmth"]], power["load"]
for train, test in KFold(5, shuffle=True, random_state=0).split(X):  # error
    model = Ridge().fit(X.iloc[train], y.iloc[train])
    print(model.score(X.iloc[test], y.iloc[test]))`,
    },
  ],
  check: (q) => {
    const out = new Map<string, RuleFinding>();
    for (const e of q.evaluations) {
      if (e.role !== "held" || !e.train || e.score.kind === "cv") continue;
      const cut = q.separation(e.train, e.score.rows);
      const split = q.splitOf(cut);
      if (!cut?.at || !split?.shuffled || split.kind === "sample" || split.by === "time" || split.by === "group") continue;
      const key = `${cut.at.source}:${cut.at.start}`;
      if (out.has(key)) continue;
      const of = (ids: Iterable<number>): Look[] =>
        [...ids].map((id) => q.lineage.looks.get(id)).filter((l): l is Look => l !== undefined && l.kind !== "fill");
      const inputs = e.fits.flatMap((f) => of(f.fit?.x.looks ?? []));
      const targets = e.fits.flatMap((f) => of(f.fit?.y?.looks ?? [])).filter((l) => l.kind === "lag");
      // Lags of the target, or a target of a later row: what other columns did before is no forecast yet.
      const truth = [...(e.score.truth?.origin ?? []), ...e.fits.flatMap((f) => [...(f.fit?.y?.origin ?? [])])];
      const ofTarget = (l: Look): boolean => truth.some((o) => l.of.has(o) || l.of.has(`${o.slice(0, o.lastIndexOf(":"))}:*`));
      const back = inputs.find((l) => l.direction !== "ahead" && ofTarget(l)) ?? targets.find((l) => l.direction === "ahead");
      if (!back) {
        // The file itself: rows in time order that look back, or a series whose neighbours tell each other.
        const time = q.files.time(e);
        const looks = inputs.find((l) => l.direction !== "ahead");
        if (!time || !(time.series || looks)) continue;
        out.set(key, {
          at: cut.at,
          message: `${quote(split.label)} shuffles rows in time order: the rows around each test row are in training`,
          confidence: q.confidence(e.score.conf, time.conf, ...e.fits.map((f) => f.conf)),
          // Neighbours that resemble each other help a model only as far as it can tell from its inputs which rows are neighbours.
          ...(looks ? {} : { severity: "hint" as const }),
          steps: [
            { message: `read here: ${time.what}`, at: time.at },
            ...(looks ? [{ message: `${quote(looks.what)} takes values of earlier rows here`, at: looks.at }] : []),
            { message: "the rows are split at random here", at: cut.at },
            { message: "scored here", at: e.score.at },
          ],
          variable: null,
        });
        continue;
      }
      const ahead = !inputs.includes(back);
      out.set(key, {
        at: cut.at,
        message: `${quote(split.label)} shuffles rows in time order: the rows around each test row are in training`,
        confidence: q.confidence(e.score.conf, ...e.fits.map((f) => f.conf)),
        steps: [
          { message: ahead ? `${quote(back.what)} makes a target of a later row here` : `${quote(back.what)} takes values of earlier rows here`, at: back.at },
          { message: "the rows are split at random here", at: cut.at },
          { message: "scored here", at: e.score.at },
        ],
        variable: null,
      });
    }
    return [...out.values()];
  },
});
