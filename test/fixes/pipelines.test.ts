/** Pipelines: what goes with the steps that moved into them, what is read off a search, and what else stays as it is. */
import { describe, expect, it } from "vitest";
import { fixedText, reasons } from "./offers.js";

const head = `import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import GridSearchCV, cross_val_score, train_test_split
from sklearn.preprocessing import StandardScaler
df = pd.read_csv("a.csv")
X, y = df.drop(columns="y"), df["y"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
`;
const scaled = `scaler = StandardScaler()
X_train_s = scaler.fit_transform(X_train)
X_test_s = scaler.transform(X_test)
`;
const searched = `search = GridSearchCV(Ridge(), {"alpha": [1, 10]}, cv=5)
search.fit(X_train_s, y_train)
`;

describe("statements whose result nobody reads any more", () => {
  it("go, with what was made beside them", async () => {
    const text = `${head}${scaled}print(cross_val_score(Ridge(), X_train_s, y_train).mean())
`;
    expect(
      await fixedText(text, "HLD102"),
    ).toBe(`${head.replace("StandardScaler\n", "StandardScaler\nfrom sklearn.pipeline import make_pipeline\n")}scaler = StandardScaler()
print(cross_val_score(make_pipeline(scaler, Ridge()), X_train, y_train).mean())
`);
  });

  it("stay where another model reads it", async () => {
    const text = `${head}${scaled}print(cross_val_score(Ridge(), X_train_s, y_train).mean())
print(Ridge().fit(X_train_s, y_train).score(X_test_s, y_test))
`;
    const after = await fixedText(text, "HLD102");
    expect(after).toContain(scaled);
    expect(after).toContain("cross_val_score(make_pipeline(scaler, Ridge()), X_train, y_train)");
  });

  it("are not taken out of the middle of what times them", async () => {
    const text = `from time import time
${head}scaler = StandardScaler()
start = time()
X_train_s = scaler.fit_transform(X_train)
print("scaled in", time() - start)
print(cross_val_score(Ridge(), X_train_s, y_train).mean())
`;
    expect(await reasons(text, "HLD102")).toEqual(["`X_train_s = scaler.fit_transform(X_tra …` is timed by the statements around it."]);
  });
});

describe("a search over a model that becomes a step", () => {
  it("gives the model's own attributes by the step's name", async () => {
    const after = await fixedText(
      `${head}${scaled}${searched}best = search.best_estimator_
print(search.best_estimator_.coef_, best.intercept_, best.predict(X_test_s))
`,
      "HLD102",
    );
    expect(after).toContain(`search.best_estimator_.named_steps["ridge"].coef_, best.named_steps["ridge"].intercept_, best.predict(X_test)`);
  });

  it("names its parameters in its results", async () => {
    const after = await fixedText(
      `${head}${scaled}${searched}table = pd.DataFrame(search.cv_results_)
print(table["param_alpha"], table["params"])
`,
      "HLD102",
    );
    expect(after).toContain(`table["param_ridge__alpha"], table["params"]`);
  });

  it("is withheld where the results are read in another way", async () => {
    const text = `${head}${scaled}${searched}table = pd.DataFrame(search.cv_results_)
print(table.param_alpha)
`;
    expect(await reasons(text, "HLD102")).toEqual(["The results of the search are read under the names of their parameters."]);
  });

  it("is one of several under one name, with a grid under one name", async () => {
    const after = await fixedText(
      `${head}${scaled}grid = {"alpha": [1, 10]}
${searched.replace('{"alpha": [1, 10]}', "grid")}print(search.best_params_["alpha"], search.predict(X_test_s))
grid = {"alpha": [3]}
search = GridSearchCV(Ridge(), grid).fit(X, y)
print(search.best_params_["alpha"], search.predict(X))
`,
      "HLD102",
    );
    expect(after).toContain(`grid = {"ridge__alpha": [1, 10]}
search = GridSearchCV(make_pipeline(scaler, Ridge()), grid, cv=5)
search.fit(X_train, y_train)
print(search.best_params_["ridge__alpha"], search.predict(X_test))
grid = {"alpha": [3]}
search = GridSearchCV(Ridge(), grid).fit(X, y)
print(search.best_params_["alpha"], search.predict(X))
`);
  });

  it("scores the part that was forgotten to be scaled as it is", async () => {
    const after = await fixedText(
      `${head}scaler = StandardScaler().fit(X_train)
X_train_s = scaler.transform(X_train)
${searched}print(search.score(X_test, y_test))
`,
      "HLD102",
    );
    expect(after).toContain(`search = GridSearchCV(make_pipeline(StandardScaler(), Ridge()), {"ridge__alpha": [1, 10]}, cv=5)
search.fit(X_train, y_train)
print(search.score(X_test, y_test))
`);
    expect(after).not.toContain("scaler");
  });
});

it("a search that hands more to the model's training is left alone", async () => {
  const text = `${head}${scaled}${searched.replace("y_train)", "y_train, sample_weight=y_train)")}print(search.predict(X_test_s))
`;
  expect(await reasons(text, "HLD102")).toEqual(["`y_train` is handed on to the model's training."]);
});

it("what maps only the rows it was fitted on is no step", async () => {
  const text = `${head}from sklearn.manifold import TSNE
X_map = TSNE(n_components=2).fit_transform(X)
print(cross_val_score(Ridge(), X_map, y).mean())
`;
  expect(await reasons(text, "HLD102")).toEqual(["`TSNE(n_components=2)` cannot be applied to rows that it was not fitted on."]);
});

it("data under one name is left as it was where nothing else reads it scaled", async () => {
  const after = await fixedText(
    `${head}scaler = StandardScaler()
X_train = scaler.fit_transform(X_train)
X_test = scaler.transform(X_test)
search = GridSearchCV(Ridge(), {"alpha": [1, 10]}, cv=5)
search.fit(X_train, y_train)
print(search.best_score_)
`,
    "HLD102",
  );
  expect(after).toContain(`scaler = StandardScaler()
search = GridSearchCV(make_pipeline(scaler, Ridge()), {"ridge__alpha": [1, 10]}, cv=5)
search.fit(X_train, y_train)
`);
});

it("what was unread before stays beside what others read", async () => {
  const after = await fixedText(
    `${head}${scaled}print(cross_val_score(Ridge(), X_train_s, y_train).mean())
print(X_train_s.max())
`,
    "HLD102",
  );
  expect(after).toContain(scaled);
});

describe("a search that other code is given", () => {
  const shown = (call: string): string => `${head}${scaled}${searched}from sklearn.metrics import PredictionErrorDisplay
${call}
`;

  it("is scored and drawn on the data as it was before the steps of its pipeline", async () => {
    const after = await fixedText(shown("PredictionErrorDisplay.from_estimator(search, X_test_s, y_test, kind=None)"), "HLD102");
    expect(after).toContain("PredictionErrorDisplay.from_estimator(search, X_test, y_test, kind=None)\n");
    expect(after).toContain("search.fit(X_train, y_train)");
  });

  it("is not where nobody knows what that code does", async () => {
    expect((await reasons(shown("explain(search, X_test_s, y_test)"), "HLD102")).join()).toContain("The search is handed on in `explain(");
  });
});

describe("a model that is tried alone before it is searched", () => {
  it("is the same kind of model when the search scales in its folds, and the test part judges both as before", async () => {
    const alone = "print(Ridge().fit(X_train_s, y_train).score(X_test_s, y_test))\n";
    const after = await fixedText(`${head}${scaled}${alone}${searched}print(search.score(X_test_s, y_test))\n`, "HLD102");
    expect(after).toContain(alone);
    expect(after).toContain("print(search.score(X_test, y_test))");
  });
});
