/** What reviewers refused: another transformer's columns, a winner that is trained twice, a score that is compared with one of other rows. */
import { describe, expect, it } from "vitest";
import { fixedText, titles, withheld } from "./offers.js";

describe("the columns of a transformer (HLD111)", () => {
  const program = (one: string, two: string): string => `import pandas as pd
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
train, test = pd.read_csv("train.csv"), pd.read_csv("test.csv")
KNOWN = ["deck", "port"]
ASKED = ["deck", "class"]
texts = train.select_dtypes("object").columns
gaps = SimpleImputer(strategy="most_frequent")
train[${one}] = gaps.fit_transform(train[${one}])
test[${two}] = gaps.fit_transform(test[${two}])
model = LogisticRegression().fit(train[["deck", "port", "class"]], train["lost"])
print(model.predict(test[["deck", "port", "class"]]))
`;
  const other = ["It is fitted on other columns there: the first is not the training part of the second."];
  it("are those that it was fitted to", async () => {
    for (const columns of ["KNOWN", "texts", '["deck"]'])
      expect(await titles(program(columns, columns), "HLD111"), columns).toEqual(["Use transform on the evaluation rows"]);
    expect(await titles(program("KNOWN", '["deck", "port"]'), "HLD111")).toEqual(["Use transform on the evaluation rows"]);
  });
  it("or those of another object, wherever their list is written", async () => {
    expect(await withheld(program("KNOWN", "ASKED"), "HLD111")).toEqual(other);
    expect(await withheld(program("KNOWN", '["class"]'), "HLD111")).toEqual(other);
    expect(await withheld(program("texts", '["class"]'), "HLD111")).toEqual(other);
  });
});

describe("the best of a loop (HLD201)", () => {
  it("is trained once more, not twice", async () => {
    const fixed = await fixedText(
      `import pandas as pd
from sklearn.linear_model import Lasso
from sklearn.model_selection import train_test_split
df = pd.read_csv("rents.csv")
X_train, X_test, y_train, y_test = train_test_split(df[["size", "floor"]], df["rent"], random_state=0)
best, best_alpha = 0, None
for alpha in [0.1, 1, 10]:
    lasso = Lasso(alpha=alpha)
    model = lasso.fit(X_train, y_train)
    if model.score(X_test, y_test) > best:
        best = model.score(X_test, y_test)
        best_alpha = alpha
print(best_alpha, best)
`,
      "HLD201",
    );
    expect(fixed).toContain('best_lasso.fit(X_train, y_train)\nprint("Score on the test rows:", best_lasso.score(X_test, y_test))\n');
  });
});

describe("a search whose best score stands beside another's (HLD201)", () => {
  const program = (compared: string): string => `import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.svm import SVC
df = pd.read_csv("rents.csv")
X, y = df[["size", "floor"]], df["let"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
trees = GridSearchCV(RandomForestClassifier(random_state=0), {"max_depth": [2, 4]}, cv=5)
trees.fit(X, y)
margins = GridSearchCV(SVC(), {"C": [1, 10]}, cv=5)
margins.fit(X, y)
${compared}
print(RandomForestClassifier(**trees.best_params_).fit(X_train, y_train).score(X_test, y_test))
print(SVC(**margins.best_params_).fit(X_train, y_train).score(X_test, y_test))
`;
  it("searches on as it does", async () => {
    expect(await withheld(program("print(trees.best_score_ > margins.best_score_)"), "HLD201")).toEqual([
      "Its best score is compared with that of `margins`, which searches on all rows.",
      "Its best score is compared with that of `trees`, which searches on all rows.",
    ]);
  });
  it("searches on the training part where it is told by itself", async () => {
    expect(await titles(program("print(trees.best_score_)\nprint(margins.best_score_)"), "HLD201")).toEqual([
      "Search on the training part only",
      "Search on the training part only",
    ]);
  });
});
