/** Several models are compared on one held-out set, and nothing untouched judges the winner */
import { settingsIn } from "../trace/comparing.js";
import type { Evaluation } from "../trace/questions.js";
import { defineRule } from "./rule.js";

/** Whether models are made with the same class and settings each time, but for the seed. */
const sameAgain = (several: readonly Evaluation[]): boolean => {
  const made = several.map((e) => (e.fits.length === 1 ? settingsIn(e) : ""));
  return made.every((m) => m !== "" && m === made[0]);
};

export default defineRule({
  code: "HLD203",
  slug: "repeated-test-evaluation",
  severity: "information",
  default: true,
  summary: "Several models are compared on one held-out set, and nothing untouched judges the winner",
  why: `The best of several scores on the same rows is too good by as much as the models differ by luck. Of 20 models that toss a coin, the best is right on about 59 of 100 test rows.`,
  whenNot: `When all scores are reported as a comparison and none is called the quality of the winner. Two scores of one kind of model with other inputs are a hint, as are scores by metrics that the models do not share, scores of models that were scored on other held-out rows, too, or on rows that nothing in the program hands to their function or on a validation part that it only reads, and so are more of one that is made with the same settings each time.`,
  examples: [
    {
      title: "Two models, one test part",
      bad: `import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
df = pd.read_csv("loans.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="default"), df["default"], random_state=0)
linear = LogisticRegression().fit(X_train, y_train)
print(linear.score(X_test, y_test))
forest = RandomForestClassifier(random_state=0).fit(X_train, y_train)
print(forest.score(X_test, y_test))  # error`,
    },
    {
      title: "Compared by cross-validation",
      good: `import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score, train_test_split
df = pd.read_csv("loans.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="default"), df["default"], random_state=0)
print(cross_val_score(LogisticRegression(), X_train, y_train).mean())
forest = RandomForestClassifier(random_state=0)
print(cross_val_score(forest, X_train, y_train).mean())
print(forest.fit(X_train, y_train).score(X_test, y_test))`,
    },
    {
      title: "A loop over models",
      bad: `import pandas as pd
from sklearn.metrics import mean_absolute_error
from sklearn.ensemble import RandomForestRegressor
from sklearn.linear_model import Lasso, Ridge
from sklearn.model_selection import train_test_split
# %%
df = pd.read_csv("rents.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="rent"), df["rent"], random_state=0)
# %%
models = {"ridge": Ridge(), "lasso": Lasso(), "forest": RandomForestRegressor(random_state=0)}
for name, model in models.items():
    model.fit(X_train, y_train)
    print(name, mean_absolute_error(y_test, model.predict(X_test)))  # error`,
    },
    {
      title: "The best of several predicts",
      bad: `import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
df = pd.read_csv("loans.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="default"), df["default"], random_state=0)
best_score, best_model = 0, None
for model in [LogisticRegression(), RandomForestClassifier(random_state=0)]:
    model.fit(X_train, y_train)
    score = model.score(X_test, y_test)  # error
    if score > best_score:
        best_score, best_model = score, model
print(best_model.predict(pd.read_csv("new.csv")))`,
    },
    {
      title: "One model, several metrics",
      good: `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, precision_score, recall_score
from sklearn.model_selection import train_test_split
df = pd.read_csv("loans.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="default"), df["default"], random_state=0)
model = LogisticRegression().fit(X_train, y_train)
guess = model.predict(X_test)
print(precision_score(y_test, guess), recall_score(y_test, guess), f1_score(y_test, guess))`,
    },
    {
      title: "Three cells, three models",
      bad: `import pandas as pd
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.svm import SVC
df = pd.read_csv("loans.csv")
train, test = train_test_split(df, random_state=0)
features = ["income", "age", "debt"]

def evaluate(model):
    model.fit(train[features], train["default"])
    return f1_score(test["default"], model.predict(test[features]))  # error

# %%
print(evaluate(GaussianNB()))
# %%
print(evaluate(KNeighborsClassifier()))
# %%
print(evaluate(SVC()))`,
    },
  ],
  check: (q) =>
    q.comparisons().map((x) => ({
      at: x.second.score.at,
      message: `A second model is scored on the same test rows; no untouched rows judge the winner`,
      confidence: q.confidence(x.first.score.conf, x.second.score.conf, x.conf, x.handed ? 1 : 0),
      // Two scores of one kind of model may be one model again, and more of one that is made alike each time tell what its inputs are worth.
      ...(x.incomparable || x.elsewhere || x.handed || (x.conf === 1 && (!x.later.length || sameAgain([x.first, x.second, ...x.later])))
        ? { severity: "hint" as const }
        : {}),
      steps: [
        { message: `first model, ${x.first.score.models[0]?.name ?? "a model"}, scored here`, at: x.first.score.at },
        { message: `second model, ${x.second.score.models[0]?.name ?? "another model"}, scored here`, at: x.second.score.at },
        ...x.later.map((e) => ({ message: `${e.score.models[0]?.name ?? "another model"} scored here`, at: e.score.at })),
      ],
      variable: null,
    })),
});
