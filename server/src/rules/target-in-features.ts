/** The target, or a column computed from it, is among the model's inputs */
import { targetAmong } from "../trace/target.js";
import { targetInWindows } from "../trace/targetWindows.js";
import type { RuleFinding } from "./rule.js";
import { defineRule } from "./rule.js";

export default defineRule({
  code: "HLD107",
  slug: "target-in-features",
  severity: "error",
  default: true,
  summary: "The target, or a column computed from it, is among the model's inputs",
  why: `A model that is given the answer needs to learn nothing. Its score is perfect until the day the answer is not yet known.`,
  whenNot: `Autoencoders, whose target is their input. Windows over earlier values (\`shift(1).rolling(7)\`, \`closed="left"\`) hold nothing of the row itself, and where the target is a later row's value, those up to now are known.`,
  examples: [
    {
      title: "The target stays in the features",
      bad: `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
df = pd.read_csv("customers.csv")
y = df["churn"]
X = df.drop(columns=["id"])  # error
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))`,
    },
    {
      title: "The target is dropped",
      good: `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
df = pd.read_csv("customers.csv")
y = df["churn"]
X = df.drop(columns=["id", "churn"])
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))`,
    },
    {
      title: "Computed from the target",
      bad: `import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import train_test_split
df = pd.read_csv("houses.csv")
df["price_per_room"] = df["price"] / df["rooms"]  # error
X, y = df.drop(columns="price"), df["price"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
print(RandomForestRegressor(random_state=0).fit(X_train, y_train).score(X_test, y_test))`,
    },
    {
      title: "A rolling mean of the target up to and with today",
      bad: `import pandas as pd
from sklearn.linear_model import Ridge
sales = pd.read_csv("sales.csv").sort_values("day")
sales["yesterday"] = sales["sold"].shift(1)
sales["week"] = sales["sold"].rolling(7).mean()  # error
sales = sales.dropna()
train, test = sales[sales["day"] < "2024"], sales[sales["day"] >= "2024"]
model = Ridge().fit(train[["yesterday", "week"]], train["sold"])
print(model.score(test[["yesterday", "week"]], test["sold"]))`,
    },
    {
      title: "A rolling mean up to yesterday",
      good: `import pandas as pd
from sklearn.linear_model import Ridge
sales = pd.read_csv("sales.csv").sort_values("day")
sales["yesterday"] = sales["sold"].shift(1)
sales["week"] = sales["sold"].shift(1).rolling(7).mean()
sales = sales.dropna()
train, test = sales[sales["day"] < "2024"], sales[sales["day"] >= "2024"]
model = Ridge().fit(train[["yesterday", "week"]], train["sold"])
print(model.score(test[["yesterday", "week"]], test["sold"]))`,
    },
    {
      title: "Listed among the features",
      bad: `import pandas as pd
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier
customers = pd.read_csv("customers.csv")
features = ["age", "plan", "calls", "churn"]
train, test = train_test_split(customers, random_state=0)
model = DecisionTreeClassifier(random_state=0)
model.fit(train[features], train["churn"])  # error
print(f1_score(test["churn"], model.predict(test[features])))`,
    },
    {
      title: "The target is popped",
      good: `import pandas as pd
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier
customers = pd.read_csv("customers.csv")
y = customers.pop("churn")
X_train, X_test, y_train, y_test = train_test_split(customers, y, random_state=0)
model = DecisionTreeClassifier(random_state=0).fit(X_train, y_train)
print(f1_score(y_test, model.predict(X_test)))`,
    },
    {
      title: "With the native interface of XGBoost",
      bad: `import pandas as pd
import xgboost as xgb
from sklearn.metrics import mean_squared_error
train, test = pd.read_csv("sales_2022.csv"), pd.read_csv("sales_2023.csv")
inputs = ["shop", "weekday", "units", "revenue"]
dtrain = xgb.DMatrix(train[inputs], label=train["revenue"])
dtest = xgb.DMatrix(test[inputs], label=test["revenue"])
booster = xgb.train({"max_depth": 6}, dtrain, num_boost_round=200)  # error
print(mean_squared_error(test["revenue"], booster.predict(dtest)))`,
    },
  ],
  check: (q) => {
    const out = new Map<string, RuleFinding>();
    for (const e of q.evaluations) {
      for (const f of e.fits) {
        for (const hit of targetInWindows(f, q.units)) {
          const key = `${hit.at.source}:${hit.at.start}`;
          if (out.has(key)) continue;
          out.set(key, {
            at: hit.at,
            message: `\`${hit.column}\` is computed from the target \`${hit.target}\` of its own row too, and is among the inputs`,
            confidence: q.confidence(f.conf, e.score.conf),
            steps: [
              { message: "this window ends with the row that is to be predicted", at: hit.at },
              { message: `${f.what} is trained with it here`, at: f.at },
              { message: "scored here", at: e.score.at },
            ],
            variable: f.name || null,
          });
        }
        const hit = targetAmong(f);
        if (!hit) {
          const told = q.files.told(e, f);
          const at = told ? (f.fit?.columns.named.get(told.origin)?.at ?? f.fit?.columns.at ?? f.at) : f.at;
          const key = `${at.source}:${at.start}`;
          if (!told || out.has(key)) continue;
          out.set(key, {
            at,
            message: `\`${told.column}\` ${told.how === "tells" ? "decides" : "is a copy of"} the target \`${told.target}\` in \`${told.file}\`, and is among the inputs`,
            confidence: q.confidence(f.conf, e.score.conf, told.conf),
            steps: [
              { message: `read here: ${told.what}`, at: told.at },
              { message: `${f.what} is trained with it here`, at: f.at },
              { message: "scored here", at: e.score.at },
            ],
            variable: f.name || null,
          });
          continue;
        }
        // The target was put among the inputs where it was listed, not where it got its values.
        const at = (hit.at && !hit.derived ? q.lastOf([hit.at, f.fit?.columns.at ?? null]) : hit.at) ?? f.at;
        const key = `${at.source}:${at.start}`;
        if (out.has(key)) continue;
        out.set(key, {
          at,
          message: hit.derived
            ? `\`${hit.column}\` is computed from the target \`${hit.target}\`, and is among the inputs`
            : `The target \`${hit.target}\` is still among the inputs`,
          confidence: q.confidence(f.conf, e.score.conf),
          steps: [
            { message: "these inputs hold the target", at },
            { message: `${f.what} is trained with it here`, at: f.at },
            { message: "scored here", at: e.score.at },
          ],
          variable: f.name || null,
        });
      }
    }
    return [...out.values()];
  },
});
