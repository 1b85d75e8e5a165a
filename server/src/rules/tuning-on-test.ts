/** A setting was chosen by scores on the rows that also give the final score */
import type { Severity } from "../engine.types.js";
import type { Tuning } from "../trace/choosing.js";
import { defineRule } from "./rule.js";

/** A search that is told its rows chooses by them; whether anybody chose by a loop's scores only a reader can say. */
function weight(x: Tuning): { severity?: Severity } {
  if (x.weak) return { severity: "hint" };
  if (x.kind === "search") return {};
  if (x.conf > 0) return { severity: "hint" };
  return x.kind === "loop" ? { severity: "warning" } : {};
}

export default defineRule({
  code: "HLD201",
  slug: "tuning-on-test",
  severity: "error",
  default: true,
  summary: "A setting was chosen by scores on the rows that also give the final score",
  why: `Choosing the best of many by one score makes that score too good: it is the best of many tries on the same rows. The gain can be as large as the difference between two learning methods (Cawley and Talbot, JMLR 2010). The winner has to be judged on rows that chose nothing.`,
  whenNot: `When the comparison is the result (a learning curve that is shown, not used). Rows that the program itself calls a validation part may choose as long as no number of theirs is told of the winner. A loop over settings weighs less than a search that is given the test rows, and where a step on the way is not certain, it is a hint; so are cuts of one model's decisions, rounds that train one model further and the rounds of a schedule, that nothing is picked from, and several numbers of models of several kinds, one of which the program goes on with (HLD203 names their comparison). An objective that cross-validates, and a score of what it chose on the same folds, are HLD204.`,
  examples: [
    {
      title: "Choosing k by the test score",
      bad: `import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier
df = pd.read_csv("wines.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="grade"), df["grade"], random_state=0)
for k in range(1, 20):
    model = KNeighborsClassifier(n_neighbors=k).fit(X_train, y_train)
    print(k, model.score(X_test, y_test))  # error`,
    },
    {
      title: "Choosing k by cross-validation on the training part",
      good: `import pandas as pd
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.neighbors import KNeighborsClassifier
df = pd.read_csv("wines.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="grade"), df["grade"], random_state=0)
search = GridSearchCV(KNeighborsClassifier(), {"n_neighbors": [1, 3, 5, 9]}, cv=5).fit(X_train, y_train)
print(search.score(X_test, y_test))`,
    },
    {
      title: "A threshold chosen on the test part",
      bad: `import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
df = pd.read_csv("wines.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="good"), df["good"], random_state=0)
chances = LogisticRegression().fit(X_train, y_train).predict_proba(X_test)[:, 1]
best = max(np.arange(0.1, 0.9, 0.05), key=lambda limit: f1_score(y_test, chances > limit))  # error
print(f1_score(y_test, chances > best))`,
    },
    {
      title: "A search that saw the test rows",
      bad: `import pandas as pd
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.svm import SVC
# %%
df = pd.read_csv("wines.csv")
X, y = df.drop(columns="grade"), df["grade"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
# %%
search = GridSearchCV(SVC(), {"C": [0.1, 1, 10], "gamma": [0.01, 0.1]}, cv=5)
search.fit(X, y)  # error
# %%
model = SVC(**search.best_params_).fit(X_train, y_train)
print(model.score(X_test, y_test))`,
    },
    {
      title: "An Optuna objective that scores on the test part",
      bad: `import optuna
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
df = pd.read_csv("wines.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="good"), df["good"], random_state=0)

def objective(trial):
    model = RandomForestClassifier(max_depth=trial.suggest_int("max_depth", 2, 20))
    model.fit(X_train, y_train)
    return f1_score(y_test, model.predict(X_test))

study = optuna.create_study(direction="maximize")
study.optimize(objective, n_trials=50)  # error
final = RandomForestClassifier(**study.best_params).fit(X_train, y_train)
print(f1_score(y_test, final.predict(X_test)))`,
    },
    {
      title: "An Optuna objective that scores on a validation part",
      good: `import optuna
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
df = pd.read_csv("wines.csv")
X_rest, X_test, y_rest, y_test = train_test_split(df.drop(columns="good"), df["good"], random_state=0)
X_train, X_valid, y_train, y_valid = train_test_split(X_rest, y_rest, random_state=1)

def objective(trial):
    model = RandomForestClassifier(max_depth=trial.suggest_int("max_depth", 2, 20))
    model.fit(X_train, y_train)
    return f1_score(y_valid, model.predict(X_valid))

study = optuna.create_study(direction="maximize")
study.optimize(objective, n_trials=50)
final = RandomForestClassifier(**study.best_params).fit(X_rest, y_rest)
print(f1_score(y_test, final.predict(X_test)))`,
    },
    {
      title: "A metric written by hand",
      bad: `import numpy as np
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split

def rmse(truth, guess):
    return np.sqrt(((truth - guess) ** 2).mean())

X, y = np.load("weather.npy"), np.load("rain.npy")
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
best_alpha, best_error = None, np.inf
for alpha in [0.01, 0.1, 1, 10]:
    model = Ridge(alpha=alpha).fit(X_train, y_train)
    error = rmse(y_test, model.predict(X_test))  # error
    if error < best_error:
        best_alpha, best_error = alpha, error
print(best_alpha, best_error)`,
    },
  ],
  check: (q) =>
    q
      .tunings()
      .filter((x) => x.kind !== "stop")
      .map((x) => ({
        at: x.at,
        message:
          x.kind === "search"
            ? `\`${x.what}\` chooses by looking at the rows that give the final score`
            : `${x.what ? `\`${x.what}\`` : "A setting"} is chosen by scores on the test rows`,
        confidence: q.confidence(Math.max(x.conf, x.sure && !x.weak ? 0 : 1)),
        ...weight(x),
        steps: x.steps,
        variable: null,
      })),
});
