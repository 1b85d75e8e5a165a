/** What reviewers of fixes found: searches whose scores stand beside each other, a search that other data went through before, encoders of every text. */
import { describe, expect, it } from "vitest";
import { fixedText, reasons, titles, withheld } from "./offers.js";

const head = `import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, cross_val_score, train_test_split
from sklearn.preprocessing import LabelEncoder, StandardScaler
`;

describe("two searches that are cross-validated on their own rows (HLD201)", () => {
  const text = (one: string, other: string, rows = "X"): string => `${head}df = pd.read_csv("cups.csv")
X, y = df[["goals", "rank"]], df["stage"]
Z = df[["goals"]].dropna()
linear = GridSearchCV(LogisticRegression(), {"C": [1, 10]}, cv=5)
linear.fit(X, y)
forest = GridSearchCV(RandomForestClassifier(random_state=0), {"max_depth": [2, 4]}, cv=5)
forest.fit(${rows}, y)
print(cross_val_score(${one}, X, y, cv=5).mean())
print(cross_val_score(${other}, ${rows}, y, cv=5).mean())
`;
  it("are scored alike where their scores stand beside each other", async () => {
    const found = text("linear.best_estimator_", "forest.best_estimator_");
    expect(await titles(found, "HLD201")).toContain("Cross-validate the 2 searches themselves, whose scores stand beside each other");
    expect(await fixedText(found, "HLD201")).toBe(text("linear", "forest"));
  });
  it("are their own where their rows are others, or one of them is scored in a way that cannot be followed", async () => {
    const others = text("linear.best_estimator_", "forest.best_estimator_", "Z");
    expect(await titles(others, "HLD201")).toContain("Cross-validate the search itself, which chooses anew in each fold");
    const alone = text("linear.best_estimator_", "forest.best_estimator_").replace("(forest.best_estimator_, X, y", "(forest.best_estimator_, X[:90], y[:90]");
    expect(await fixedText(alone, "HLD201")).toBe(alone.replace("(linear.best_estimator_, X", "(linear, X"));
  });
});

describe("a search of all rows (HLD201)", () => {
  const text = (told: string): string => `${head}df = pd.read_csv("cups.csv")
X, y = df[["goals", "rank"]], df["stage"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)
search = GridSearchCV(LogisticRegression(), {"C": [1, 10]}, cv=5)
search.fit(X, y)
${told}
`;
  it("goes on with the training part where the test part is scored", async () => {
    expect(
      await fixedText(text("best = LogisticRegression(C=search.best_params_['C']).fit(X_train, y_train)\nprint(best.score(X_test, y_test))"), "HLD201"),
    ).toContain("search.fit(X_train, y_train)\n");
  });
  it("would still have chosen by the rows of a cross-validation of all of them", async () => {
    const folds = text("best = LogisticRegression(C=search.best_params_['C'])\nprint(cross_val_score(best, X, y, cv=5).mean())");
    expect(await titles(folds, "HLD201")).not.toContain("Search on the training part only");
  });
});

describe("a search that was fitted to other data before (HLD102)", () => {
  const text = (before: string): string => `${head}df = pd.read_csv("cups.csv")
X, y = df[["goals", "rank"]], df["stage"]
search = GridSearchCV(LogisticRegression(), {"C": [1, 10]}, cv=5)
${before}scaled = StandardScaler().fit_transform(X)
search.fit(scaled, y)
print(search.best_score_)
`;
  it("would prepare these, too", async () => {
    expect(await fixedText(text(""), "HLD102")).toContain("GridSearchCV(make_pipeline(StandardScaler(), LogisticRegression())");
    expect(await reasons(text("print(search.fit(X, y).best_score_)\n"), "HLD102")).toContain("The search is fitted twice.");
  });
});

describe("an encoder of labels that goes through every column of text (HLD111)", () => {
  const text = (columns: string, test: string): string => `${head}train = pd.read_csv("train.csv")
${test}
encoder = LabelEncoder()
for name in ${columns}:
    train[name] = encoder.fit_transform(train[name])
    test[name] = encoder.fit_transform(test[name])
model = LogisticRegression().fit(train.drop(columns=["stage"]), train["stage"])
print(model.score(test.drop(columns=["stage"]), test["stage"]))
`;
  const other = 'test = pd.read_csv("test.csv")';
  it("would stop at what the other file does not hold", async () => {
    expect((await withheld(text('train.select_dtypes("object").columns', other), "HLD111")).join()).toContain("It encodes every column of text");
    expect(await titles(text('["team", "host"]', other), "HLD111")).toContain(
      "Use transform on the evaluation rows; it refuses values that the training rows do not hold",
    );
    expect(await titles(text('train.select_dtypes("object").columns', "train, test = train_test_split(train, random_state=1)"), "HLD111")).toContain(
      "Use transform on the evaluation rows; it refuses values that the training rows do not hold",
    );
  });
});
