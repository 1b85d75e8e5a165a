/** The score that chose the settings is quoted as the result */

import { samePlace } from "../base/span.js";
import { sharesModel } from "../trace/comparing.js";
import { quote } from "../trace/describe.js";
import { byFolds, keepsBestFold, type Quoted, quotedChoices, toldNested } from "../trace/ownFolds.js";
import type { Questions } from "../trace/questions.js";
import { cutsOf, handedIn, overlapping, type Rows, relation, sharesSource } from "../trace/rows.js";
import type { RuleFinding } from "./rule.js";
import { defineRule, unlessCertain } from "./rule.js";

export default defineRule({
  code: "HLD204",
  slug: "search-score-as-result",
  severity: "information",
  default: true,
  summary: "The score that chose the settings is quoted, and no other rows judge the model",
  why: `\`best_score_\` is the highest of many estimates: the winner is partly the luckiest. Of 50 settings that are all equally good, each measured with a standard error of one point, the best looks better than it is by more than two points. Cawley and Talbot (JMLR 2010) found this bias as large as the differences between learning algorithms.`,
  whenNot: `When the number only serves to compare searches, and the chosen model is judged elsewhere. Where a step on the way is not certain, the finding is a hint; so are weights and cuts found on out-of-fold predictions, and scores beside predictions of other rows, which may be judged elsewhere.`,
  examples: [
    {
      title: "The best score of a grid",
      bad: `import pandas as pd
from sklearn.model_selection import GridSearchCV
from sklearn.svm import SVC
wines = pd.read_csv("wines.csv")
search = GridSearchCV(SVC(), {"C": [0.1, 1, 10, 100]}, cv=5)
search.fit(wines.drop(columns="grape"), wines["grape"])
print("accuracy", search.best_score_)  # error`,
    },
    {
      title: "A test part that the search never saw",
      good: `import pandas as pd
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.svm import SVC
wines = pd.read_csv("wines.csv")
X_train, X_test, y_train, y_test = train_test_split(wines.drop(columns="grape"), wines["grape"], random_state=0)
search = GridSearchCV(SVC(), {"C": [0.1, 1, 10, 100]}, cv=5).fit(X_train, y_train)
print("validated", search.best_score_)
print("test", search.score(X_test, y_test))`,
    },
    {
      title: "A random search, and its score returned",
      bad: `import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import RandomizedSearchCV
# %%
flats = pd.read_csv("flats.csv")
X, y = flats[["rooms", "floor"]], flats["rent"]
# %%
search = RandomizedSearchCV(RandomForestRegressor(random_state=0), {"max_depth": [2, 4, 8], "n_estimators": [50, 200]}, n_iter=5, random_state=0)
search.fit(X, y)
# %%
print(search.best_params_, search.best_score_)  # error`,
    },
    {
      title: "An objective that cross-validates, and the winner on the same folds",
      bad: `import optuna
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import cross_val_score
wines = pd.read_csv("wines.csv")
X, y = wines.drop(columns="grape"), wines["grape"]

def objective(trial):
    model = RandomForestClassifier(max_depth=trial.suggest_int("max_depth", 2, 20), random_state=0)
    return cross_val_score(model, X, y, cv=5).mean()

study = optuna.create_study(direction="maximize")
study.optimize(objective, n_trials=50)
best = RandomForestClassifier(**study.best_params, random_state=0)
print(cross_val_score(best, X, y, cv=5).mean())  # error`,
    },
    {
      title: "A search inside cross-validation",
      good: `import pandas as pd
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.svm import SVC
wines = pd.read_csv("wines.csv")
X, y = wines.drop(columns="grape"), wines["grape"]
search = GridSearchCV(SVC(), {"C": [0.1, 1, 10]}, cv=5).fit(X, y)
print("while searching", search.best_score_)
print("nested", cross_val_score(search, X, y, cv=5).mean())`,
    },
  ],
  check: (q) => {
    const out = new Map<string, RuleFinding>();
    if (q.testsCode()) return [];
    for (const s of q.lineage.signs) {
      if (s.kind !== "searchScore") continue;
      // A value that a statement does nothing with is shown by a notebook, and by no script.
      if (s.what === "alone" && q.units.some((u) => u.input.source === s.at.source && u.input.cell === null)) continue;
      // A number that goes to a name which nothing reads is told to nobody.
      if (q.unseen({ at: s.at, inner: null, elsewhere: false })) continue;
      const score = [...s.ids].map((id) => q.lineage.scores.get(id)).find((x) => x !== undefined);
      const choice = score && q.choices.find((c) => c.kind === "search" && samePlace(c.at, score.at));
      const key = `${choice?.at.source}:${choice?.at.start}`;
      // Groups and densities are found without labels: their score is a means to find them, no claim about new rows.
      if (!score || !choice || out.has(key) || score.truth === null) continue;
      // What else judges: a hold-out, another cross-validation of the model, rows without labels that are sent to a judge.
      const judged = q.evaluations.some(
        (e) =>
          e.score !== score &&
          (e.score.kind === "cv" ? sharesModel(e.score.models, score.models) && !q.choices.some((c) => c.at === e.score.at) : e.role !== "train"),
      );
      // A function that searches rows which nobody in the program hands it: its caller has the model, and may judge it.
      if (
        judged ||
        setApart(q, score.rows) ||
        handedIn(score.rows) ||
        q.untouched(score.rows, null) ||
        q.predictions.some((p) => !overlapping(relation(p.rows, score.rows)))
      )
        continue;
      // A model that is stored may be judged by another program.
      const kept = q.lineage.acts.some((a) => a.k === "write" && sharesModel(a.models, score.models));
      // What it chose goes into the next search, which has a score of its own.
      const next = q.choices.some((c) => {
        const later = c.kind === "search" && c !== choice ? q.evaluations.find((x) => samePlace(x.score.at, c.at)) : undefined;
        return later?.score.settings.chosen.has(choice.id) ?? false;
      });
      out.set(key, {
        at: s.at,
        message: `${quote(q.textOf(s.at) || "best_score_")} is the score that chose the settings: no other rows judge the model`,
        ...unlessCertain(q.confidence(score.conf, choice.conf, kept || next ? 1 : 0)),
        steps: [
          { message: `${choice.what} tries the settings here`, at: choice.at },
          { message: "and the best of their scores is quoted here", at: s.at },
        ],
        variable: null,
      });
    }
    return [...out.values(), ...[...quotedChoices(q)].flatMap((x) => scoredAgain(q, x))];
  },
});

/** The winner of a search by cross-validation that the program wrote itself, cross-validated once more on the same rows. */
function scoredAgain(q: Questions, { choice, evaluation: { score }, at, weighs }: Quoted): RuleFinding[] {
  const judged = q.evaluations.some((e) => e.role !== "train" && !byFolds(q, e));
  if (judged || setApart(q, score.rows) || handedIn(score.rows)) return [];
  // Weights and cuts of predictions are few, and gain little; rows without labels may be sent to somebody who judges them.
  const sent = q.predictions.some((p) => !sharesSource(p.rows, score.rows));
  return [
    {
      at,
      message: `${quote(q.textOf(at))} scores the chosen settings on the folds that chose them: no other rows judge the model`,
      confidence: q.confidence(Math.max(1, score.conf, choice.conf)),
      ...(weighs || sent || keepsBestFold(q, score) || toldNested(q, choice, score) || Math.max(score.conf, choice.conf) > 1
        ? { severity: "hint" as const }
        : {}),
      steps: [
        { message: `${choice.what} tries the settings here`, at: choice.at },
        { message: "and what it chose is scored on the same folds here", at },
      ],
      variable: null,
    },
  ];
}

/** Whether the searched rows are what a split left after it set others apart: those may judge the model in a way that cannot be followed. */
const setApart = (q: Questions, rows: Rows): boolean =>
  cutsOf(rows).some((c) => ["random", "ordered", "range"].includes(c.kind) && q.splitOf(c)?.kind !== "sample");
