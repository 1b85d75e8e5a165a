/** Rows that are set apart within a training part validate; what is trained once more gives what it found then; what hides behind a stronger rule that is not said. */
import { describe, expect, it } from "vitest";
import { check } from "../helpers/check.js";

const heads = `import pandas as pd
from sklearn.ensemble import IsolationForest, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import GridSearchCV, cross_val_predict, cross_val_score, train_test_split
from sklearn.neighbors import LocalOutlierFactor
from sklearn.preprocessing import StandardScaler
df = pd.read_csv("ponds.csv")
X, y = df.drop(columns="frozen"), df["frozen"]
`;
const said = async (text: string): Promise<string[]> =>
  (await check([heads + text])).findings.filter((f) => /^HLD10[12]$/.test(f.code)).map((f) => `${f.code} ${f.confidence}`);

describe("a scaler that is fitted on a training part", () => {
  const program = (last: string): string => `X_train, X_new, y_train, y_new = train_test_split(X, y, random_state=1)
scaler = StandardScaler().fit(X_train)
X_train, X_new = scaler.transform(X_train), scaler.transform(X_new)
X_fit, X_check, y_fit, y_check = train_test_split(X_train, y_train, random_state=2)
first = LogisticRegression().fit(X_fit, y_fit)
print(accuracy_score(y_check, first.predict(X_check)))
${last}
`;
  it("has seen rows that validate, where a model of the kind is trained on all of the part and judged apart from it", async () => {
    const last = "model = LogisticRegression().fit(X_train, y_train)\nprint(accuracy_score(y_new, model.predict(X_new)))";
    expect(await said(program(last))).toEqual(["HLD102 certain"]);
  });
  it("has seen the test rows where nothing else judges", async () => {
    expect(await said(program(""))).toEqual(["HLD101 certain"]);
  });
});

describe("a model of trees on the test rows", () => {
  const program = (validated: string): string => `X = pd.DataFrame(StandardScaler().fit_transform(X), columns=X.columns)
a, b, c, d = train_test_split(X, y, random_state=1)
forest = RandomForestClassifier(random_state=1).fit(a, c)
print(accuracy_score(d, forest.predict(b)))
${validated}
`;
  it("does not hide what the folds of another model feel", async () => {
    expect(await said(program("print(cross_val_score(LogisticRegression(), X, y).mean())"))).toEqual(["HLD102 certain"]);
  });
  it("feels nothing of a scale, and neither do folds of trees", async () => {
    expect(await said(program("print(cross_val_score(RandomForestClassifier(), X, y).mean())"))).not.toContain("HLD102 certain");
  });
});

it("takes the best estimator of a search anew when it is fitted again", async () => {
  const program = (second: string): string => `a, b, c, d = train_test_split(X, y, random_state=1)
search = GridSearchCV(LogisticRegression(), {"C": [0.1, 1, 10]}).fit(a, c)
print(accuracy_score(d, search.best_estimator_.predict(b)))
scaled = StandardScaler().fit_transform(X)
e, f, g, h = train_test_split(scaled, y, random_state=1)
${second}
print(accuracy_score(h, search.best_estimator_.predict(f)))
`;
  expect(await said(program("search.fit(e, g)"))).toEqual(["HLD101 certain"]);
  expect(await said(program(""))).toEqual([]);
});

it("isolates rows in the same way however columns are stretched, and does not measure their distances so", async () => {
  const program = (detector: string): string => `X = StandardScaler().fit_transform(X)
print(accuracy_score(y, cross_val_predict(${detector}, X) < 0))
`;
  expect(await said(program("IsolationForest(random_state=1)"))).toEqual([]);
  expect(await said(program("LocalOutlierFactor(novelty=True)"))).toEqual(["HLD102 certain"]);
});
