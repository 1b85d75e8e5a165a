/** A choice between models, each scored by a statement of its own: one of them alone must not be scored on other rows (HLD201). */
import { describe, expect, it } from "vitest";
import { withheld } from "./offers.js";

const text = (scores: string, best: string): string => `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import confusion_matrix, f1_score, precision_score
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier
df = pd.read_csv("loans.csv")
X_train, X_test, y_train, y_test = train_test_split(df[["sum", "years"]], df["late"], random_state=1)
linear = LogisticRegression()
linear.fit(X_train, y_train)
by_linear = linear.predict(X_test)
tree = DecisionTreeClassifier(random_state=1)
tree.fit(X_train, y_train)
by_tree = tree.predict(X_test)
models = {"linear": linear, "tree": tree}
def scores(y_true, y_pred):
    return {"f1": f1_score(y_true, y_pred), "precision": precision_score(y_true, y_pred)}
${scores}
best = ${best}
print(confusion_matrix(y_test, best.predict(X_test)))
`;

describe("a choice between models that are scored one by one", () => {
  it.each([
    [
      "collected in a list",
      'results = []\nresults.append({"model": "linear", **scores(y_test, by_linear)})\nresults.append({"model": "tree", **scores(y_test, by_tree)})\n' +
        'table = pd.DataFrame(results).set_index("model")',
      'models[table["f1"].idxmax()]',
    ],
    [
      "put into a dictionary",
      'results = {}\nresults["linear"] = f1_score(y_test, by_linear)\nresults["tree"] = f1_score(y_test, by_tree)',
      "models[max(results, key=results.get)]",
    ],
    ["in variables of their own", "one = f1_score(y_test, by_linear)\nother = f1_score(y_test, by_tree)", "linear if one > other else tree"],
  ])("goes by scores of the same rows: %s", async (_, scored, best) => {
    expect((await withheld(text(scored, best), "HLD201")).join()).toContain("is compared with it, and would stay a score of the test rows");
  });
});
