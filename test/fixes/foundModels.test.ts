/** What a program does with the best model of a search that becomes a search over pipelines. */
import { describe, expect, it } from "vitest";
import { fixedText, withheld } from "./offers.js";
import { head, split } from "./plants.js";

const searched = (scaler: string, used: string): string => `${head}from sklearn.decomposition import PCA
from sklearn.model_selection import GridSearchCV, cross_val_score
${split}scaler = ${scaler}
X_train_s = scaler.fit_transform(X_train)
X_test_s = scaler.transform(X_test)
search = GridSearchCV(LogisticRegression(), {"C": [1, 2]})
search.fit(X_train_s, y_train)
${used}`;
const text = (used: string): string => searched("StandardScaler()", used);
const model = 'search.best_estimator_.named_steps["logisticregression"]';
const gathered = `models = {"plain": LogisticRegression(), "tuned": search.best_estimator_}
for name, model in models.items():
    model.fit(X_train_s, y_train)
    print(name, model.score(X_test_s, y_test))
`;

describe("the best model of a search", () => {
  it("is taken out of the pipeline where the program goes on with data that it prepared itself", async () => {
    const fixed = await fixedText(text(gathered), "HLD102");
    expect(fixed).toContain('GridSearchCV(make_pipeline(scaler, LogisticRegression()), {"logisticregression__C": [1, 2]})\nsearch.fit(X_train, y_train)\n');
    expect(fixed).toContain(gathered.replace("search.best_estimator_", model));
    expect(fixed).toContain("X_train_s = scaler.fit_transform(X_train)\nX_test_s = scaler.transform(X_test)\n");
  });

  it("stays a pipeline where it is only asked and cross-validated", async () => {
    const used = "best = search.best_estimator_\nprint(cross_val_score(best, X_train_s, y_train).mean(), best.score(X_test_s, y_test))\n";
    const fixed = await fixedText(text(used), "HLD102");
    expect(fixed).toContain("print(cross_val_score(best, X_train, y_train).mean(), best.score(X_test, y_test))");
  });

  it("is cross-validated behind its transformers where it was taken out", async () => {
    const used = "best = search.best_estimator_\nshow(best)\nprint(cross_val_score(best, X_train_s, y_train).mean())\n";
    const fixed = await fixedText(text(used), "HLD102");
    expect(fixed).toContain(`best = ${model}\nshow(best)\nprint(cross_val_score(make_pipeline(scaler, best), X_train, y_train).mean())\n`);
  });

  it("goes to a function that is given the search for its predictions alone", async () => {
    const own = "def report(found):\n    print(found.__class__.__name__, found.score(X_test_s, y_test))\n\n\nreport(search)\n";
    expect(await fixedText(text(own), "HLD102")).toContain(`report(${model})`);
    expect(await withheld(text(own.replace("found.__class__", "found.best_params_, found.__class__")), "HLD102")).toContain(
      "The search is handed on in `report(search)`.",
    );
  });

  it("is left where the transformer may be another each time", async () => {
    expect(await fixedText(searched("PCA(2, random_state=0)", gathered), "HLD102")).toContain(model);
    expect(await withheld(searched("PCA(2)", gathered), "HLD102")).toContain("Its best estimator is used on its own.");
  });

  it("is left where the program's own transformer knows other rows, or its table has names of its own", async () => {
    const others = text(gathered).replace("X_train_s = scaler.fit_transform(X_train)", "scaler.fit(X_train[:50])\nX_train_s = scaler.transform(X_train)");
    expect(await withheld(others, "HLD102")).toContain("Its best estimator is used on its own.");
    const framed = text(gathered).replace("\nX_test_s", '\nX_train_s = pd.DataFrame(X_train_s, columns=["a", "b"])\nX_test_s');
    expect(await withheld(framed, "HLD102")).toContain("Its best estimator is used on its own.");
  });
});

describe("a search of a model whose class only a run knows", () => {
  const among = (grids: readonly [string, string], used = "best = search.best_estimator_\nshow(best)\nprint(best.score(X_test_s, y_test))\n"): string =>
    text(used)
      .replace(
        "search = ",
        `if len(X) > 9:\n    model, name = LogisticRegression(), "line"\n    grid = ${grids[0]}\nelse:\n    model, name = SVC(), "curve"\n    grid = ${grids[1]}\nsearch = `,
      )
      .replace('LogisticRegression(), {"C": [1, 2]}', "model, grid")
      .replace("import PCA", "import PCA\nfrom sklearn.svm import SVC");

  it("gives the step a name", async () => {
    const fixed = await fixedText(among(['{"C": [1, 2]}', 'dict(C=[1], kernel=["rbf"])']), "HLD102");
    expect(fixed).toContain("from sklearn.pipeline import Pipeline\n");
    expect(fixed).not.toContain("make_pipeline");
    expect(fixed).toContain(
      'search = GridSearchCV(Pipeline([("scaler", scaler), ("model", model)]), {f"model__{name}": values for name, values in grid.items()})\nsearch.fit(X_train, y_train)\n',
    );
    expect(fixed).toContain('best = search.best_estimator_.named_steps["model"]\nshow(best)\nprint(best.score(X_test_s, y_test))\n');
  });

  it("is left where the parameters of a branch are a list", async () => {
    expect(await withheld(among(['{"C": [1, 2]}', '[{"C": [1]}]'], "print(search.best_score_)\n"), "HLD102")).toContain(
      "The parameters of the search are not written out.",
    );
  });

  it("tells a class from a function that makes a model", async () => {
    const made = text("print(search.best_score_)\n")
      .replace("scaler = ", "def line():\n    return LogisticRegression()\n\n\nscaler = ")
      .replace("GridSearchCV(LogisticRegression()", "GridSearchCV(line()");
    expect(await fixedText(made, "HLD102")).toContain('GridSearchCV(Pipeline([("scaler", scaler), ("model", line())]), {"model__C": [1, 2]})');
  });

  it("is not confused by a loop over its results whose variable is called as its grid", async () => {
    const looped = text('for mean, grid in zip(search.cv_results_["mean_test_score"], search.cv_results_["params"]):\n    print(mean, grid)\n')
      .replace("search = ", 'grid = [{"C": [1, 2]}, {"C": [3], "tol": [0.1]}]\nsearch = ')
      .replace('LogisticRegression(), {"C": [1, 2]}', "LogisticRegression(), grid");
    expect(await fixedText(looped, "HLD102")).toContain(
      'grid = [{"logisticregression__C": [1, 2]}, {"logisticregression__C": [3], "logisticregression__tol": [0.1]}]\n',
    );
  });
});

describe("a transformer that the program defines", () => {
  const own = (fit: string): string =>
    searched("Ratio()", gathered)
      .replace(
        "scaler = ",
        `class Ratio(BaseEstimator, TransformerMixin):\n    def fit(self, X, y=None):\n        """Nothing to learn."""\n        ${fit}\n\n    def transform(self, X):\n        return np.c_[X, X[:, 0] / X[:, 1]]\n\n\nratio = make_pipeline(StandardScaler(), Ratio())\nscaler = `,
      )
      .replace("scaler = Ratio()", "scaler = ratio")
      .replace("import PCA", "import PCA\nfrom sklearn.base import BaseEstimator, TransformerMixin\nfrom sklearn.pipeline import make_pipeline");

  it("gives the same each time where it learns nothing", async () => {
    expect(await fixedText(own("return self"), "HLD102")).toContain(model);
  });

  it("may be another each time where it learns", async () => {
    expect(await withheld(own("self.picked_ = np.random.randint(3)\n        return self"), "HLD102")).toContain("Its best estimator is used on its own.");
  });
});

describe("transformers that nothing reads any more", () => {
  const cells = (last: string): string =>
    `${text("print(search.best_score_, search.score(X_test_s, y_test))\n")
      .replace("scaler = ", "# %%\nscaler = ")
      .replace("X_test_s = scaler.transform(X_test)\n", `X_test_s = scaler.transform(X_test)${last}\n# %%\n`)}`;

  it("go from the end of a cell, one below the other", async () => {
    const fixed = await fixedText(cells(""), "HLD102");
    expect(fixed).toMatch(/# %%\nscaler = StandardScaler\(\)\n?# %%\nsearch = GridSearchCV\(make_pipeline\(scaler, LogisticRegression\(\)\)/);
    expect(fixed).toContain("search.fit(X_train, y_train)");
  });

  it("stay where something reads them", async () => {
    expect(await fixedText(cells("\nprint(X_test_s, X_train_s)"), "HLD102")).toContain(
      "X_train_s = scaler.fit_transform(X_train)\nX_test_s = scaler.transform(X_test)\nprint(",
    );
  });
});

describe("a curve over a setting", () => {
  const curve = (name: string): string =>
    text(`from sklearn.model_selection import validation_curve
print(validation_curve(LogisticRegression(), X_train_s, y_train, param_name=${name}, param_range=[1, 2]))
`).replace(/search = .*\nsearch.fit.*\n/, "");

  it("names the setting of the model's step", async () => {
    expect(await fixedText(curve('"C"'), "HLD102")).toContain(
      'validation_curve(make_pipeline(scaler, LogisticRegression()), X_train, y_train, param_name="logisticregression__C", param_range=[1, 2])',
    );
    expect(await withheld(curve("setting"), "HLD102")).toContain("The setting that is varied is not written out.");
  });
});
