/** A metric that ranks probabilities is given hard labels */
import type { Pred } from "../trace/lineage.js";
import { quote } from "../trace/questions.js";
import type { RuleFinding } from "./rule.js";
import { defineRule } from "./rule.js";

export default defineRule({
  code: "HLD303",
  slug: "labels-in-ranking-metric",
  severity: "warning",
  default: true,
  summary: "A metric of probabilities or ranks is given hard labels",
  why: `\`roc_auc_score\` asks how well the scores order the rows. Labels have two values only: the curve has one corner, and the area becomes the balanced accuracy at one threshold. A model with an area of 0.95 may show 0.70 that way, and two models may change places. \`log_loss\` of hard labels counts every error as one made with full certainty.`,
  whenNot: `When the model has no probabilities or decision values, and the balanced accuracy is what is wanted: then say so by \`balanced_accuracy_score\`.`,
  examples: [
    {
      title: "The area under the curve, of labels",
      bad: `import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
loans = pd.read_csv("loans.csv")
X_train, X_test, y_train, y_test = train_test_split(loans.drop(columns="default"), loans["default"], random_state=0)
model = RandomForestClassifier(random_state=0).fit(X_train, y_train)
guess = model.predict(X_test)
print(roc_auc_score(y_test, guess))  # error`,
    },
    {
      title: "The area under the curve, of probabilities",
      good: `import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
loans = pd.read_csv("loans.csv")
X_train, X_test, y_train, y_test = train_test_split(loans.drop(columns="default"), loans["default"], random_state=0)
model = RandomForestClassifier(random_state=0).fit(X_train, y_train)
print(roc_auc_score(y_test, model.predict_proba(X_test)[:, 1]))`,
    },
    {
      title: "A curve with one corner",
      bad: `import pandas as pd
from sklearn.metrics import auc, roc_curve
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC
# %%
cells = pd.read_csv("cells.csv")
X_train, X_test, y_train, y_test = train_test_split(cells[["area", "edge"]], cells["malignant"], random_state=0)
machine = SVC().fit(X_train, y_train)
# %%
fpr, tpr, _ = roc_curve(y_test, machine.predict(X_test))  # error
print(auc(fpr, tpr))`,
    },
    {
      title: "Probabilities cut at a threshold",
      bad: `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, roc_auc_score
from sklearn.model_selection import train_test_split
cells = pd.read_csv("cells.csv")
X_train, X_test, y_train, y_test = train_test_split(cells[["area", "edge"]], cells["malignant"], random_state=0)
chance = LogisticRegression().fit(X_train, y_train).predict_proba(X_test)[:, 1]
guess = (chance > 0.3).astype(int)
print("accuracy", accuracy_score(y_test, guess))
print("area", roc_auc_score(y_test, guess))  # error`,
    },
    {
      title: "Decision values, and the values of a regression",
      good: `import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC
cells = pd.read_csv("cells.csv")
X_train, X_test, y_train, y_test = train_test_split(cells[["area", "edge"]], cells["malignant"], random_state=0)
machine = SVC().fit(X_train, y_train)
print(average_precision_score(y_test, machine.decision_function(X_test)))`,
    },
    {
      title: "A mean of many votes ranks the rows",
      good: `import pandas as pd
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier
cells = pd.read_csv("cells.csv")
train, test = train_test_split(cells, random_state=0)
votes = 0
for depth in [2, 4, 8]:
    tree = DecisionTreeClassifier(max_depth=depth, random_state=0).fit(train[["area", "edge"]], train["malignant"])
    votes = votes + tree.predict(test[["area", "edge"]]) / 3
print(roc_auc_score(test["malignant"], votes))`,
    },
  ],
  check: (q) => {
    const out = new Map<string, RuleFinding>();
    for (const { score: s } of q.evaluations) {
      if (s.kind !== "holdout" || s.needs !== "proba" || s.swapped || !(s.raw || s.hard)) continue;
      const preds = [...s.preds].map((id) => q.lineage.preds.get(id)).filter((p): p is Pred => p !== undefined);
      const [first] = preds;
      if (!first || !(s.hard || preds.every((p) => p.kind === "labels" && classifies(p)))) continue;
      const key = `${s.at.source}:${s.at.start}`;
      if (out.has(key)) continue;
      out.set(key, {
        at: s.at,
        message: `${quote(q.textOf(s.at) || s.metric)} needs probabilities or decision values, and gets the labels of ${quote(first.model)}`,
        confidence: q.confidence(s.conf, ...preds.map((p) => p.conf)),
        steps: [
          { message: s.hard ? `${first.model} predicts here, and the predictions are cut to classes` : `${first.model} gives labels here`, at: first.at },
          { message: "and they are scored as if they ranked the rows here", at: s.at },
        ],
        variable: null,
      });
    }
    return [...out.values()];
  },
});

/** A known classifier, or one that its owner calls so. */
const classifies = (p: Pred): boolean => p.task === "classification" || (p.task === "any" && /clf|classif/i.test(p.model));
