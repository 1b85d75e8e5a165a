/** Pipelines that a program has made under a name, and columns that a function reads or is given: further steps go where the model is made. */
import { describe, expect, it } from "vitest";
import { fixedText, withheld } from "./offers.js";

const head = `import pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.feature_selection import SelectKBest
from sklearn.linear_model import Ridge
from sklearn.model_selection import GridSearchCV, cross_val_score, train_test_split
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler
df = pd.read_csv("a.csv")
X, y = df.drop(columns="y"), df["y"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
scaler = StandardScaler()
few = ["a", "b"]
`;
const scaled = `X_train_s = scaler.fit_transform(X_train)
X_test_s = scaler.transform(X_test)
`;
const columns = `X_train[few] = scaler.fit_transform(X_train[few])
X_test[few] = scaler.transform(X_test[few])
`;

describe("a pipeline under a name", () => {
  it("is given the step where it is made, and the raw data wherever it is asked", async () => {
    const after = await fixedText(
      `${head}${scaled}pipe = Pipeline([("select", SelectKBest(k=2)), ("model", Ridge())])
print(cross_val_score(pipe, X_train_s, y_train).mean())
pipe.fit(X_train_s, y_train)
print(pipe.score(X_test_s, y_test))
search = GridSearchCV(pipe, {"model__alpha": [1, 10]})
search.fit(X_train_s, y_train)
print(search.best_params_["model__alpha"], search.score(X_test_s, y_test))
`,
      "HLD102",
    );
    expect(after).toBe(`${head}pipe = Pipeline([("scaler", scaler), ("select", SelectKBest(k=2)), ("model", Ridge())])
print(cross_val_score(pipe, X_train, y_train).mean())
pipe.fit(X_train, y_train)
print(pipe.score(X_test, y_test))
search = GridSearchCV(pipe, {"model__alpha": [1, 10]})
search.fit(X_train, y_train)
print(search.best_params_["model__alpha"], search.score(X_test, y_test))
`);
  });

  it("is left where it is asked about what was prepared in another way", async () => {
    const text = (asked: string): string => `${head}${scaled}pipe = make_pipeline(Ridge())
print(cross_val_score(pipe, X_train_s, y_train).mean())
${asked}
`;
    expect(await withheld(text("print(pipe.fit(X_train_s, y_train).score(X_test * 2, y_test))"), "HLD102")).toEqual([
      "`X_test * 2` was prepared in a way that cannot be followed.",
    ]);
    expect(await withheld(text("best = pipe.fit(X_train_s, y_train)\nprint(best.score(X_test_s, y_test))"), "HLD102")).toEqual([
      "The model is a pipeline that is made elsewhere.",
    ]);
  });

  const asked = (read: string): string => `${head}${scaled}pipe = Pipeline([("select", SelectKBest(k=2)), ("model", Ridge())])
print(cross_val_score(pipe, X_train_s, y_train).mean())
pipe.fit(X_train_s, y_train)
${read}
print(pipe.score(X_test_s, y_test))
`;
  it.each([
    'print(pipe.named_steps["model"].coef_)',
    "print(pipe.named_steps.model.coef_)",
    'print(pipe["select"].get_support())',
    "print(pipe[-1].coef_)",
    "print(pipe.steps[-1])",
    'alpha = pipe.get_params()["model"].alpha\nprint(alpha)',
  ])("may be asked for its own steps: %j", async (read) => {
    const after = await fixedText(asked(read), "HLD102");
    expect(after).toContain(`pipe = Pipeline([("scaler", scaler), ("select", SelectKBest(k=2)), ("model", Ridge())])\n`);
    expect(after).toContain(`pipe.fit(X_train, y_train)\n${read}\nprint(pipe.score(X_test, y_test))\n`);
  });

  it.each(["print(pipe.steps[0])", "print(pipe[0])", "print(pipe.get_params())", 'pipe.named_steps["model"] = Ridge(3)', "pipe.steps[-1] = 3"])(
    "is left where a step more would be seen, or one is exchanged: %j",
    async (read) => {
      expect(await withheld(asked(read), "HLD102")).toEqual(["The model is a pipeline that is made elsewhere."]);
    },
  );

  it("is given a transformer of the columns that were scaled in place, and none where it picks columns by names itself", async () => {
    const text = (own: string): string => `${head}pipe = make_pipeline(${own}Ridge())
${columns}print(cross_val_score(pipe, X_train, y_train).mean())
print(pipe.fit(X_train, y_train).score(X_test, y_test))
`;
    expect(await withheld(text(`make_column_transformer(("passthrough", ["a"])), `), "HLD102")).toEqual([
      `\`make_pipeline(make_column_transformer( …\` picks columns by names that a step before it does not keep.`,
    ]);
  });
});

describe("models of the folds that a cross-validation keeps", () => {
  it("are left, as they take prepared data", async () => {
    const text = `${head}${scaled}from sklearn.model_selection import cross_validate
found = cross_validate(Ridge(), X_train_s, y_train, return_estimator=True)
print([model.predict(X_test_s) for model in found["estimator"]], found["test_score"].mean())
`;
    expect(await withheld(text, "HLD102")).toEqual([
      "The models of the folds are kept, and a program goes on with them as with models that take prepared data.",
    ]);
  });
});

describe("columns scaled in place", () => {
  it("are scaled by the model of a function that reads the table", async () => {
    const after = await fixedText(
      `${head}${columns}print(X_train.shape, X_train.mean())
def crossed(model):
    return cross_val_score(model, X_train, y_train).mean()
print(crossed(Ridge()), crossed(Ridge(10)))
`,
      "HLD102",
    );
    expect(after).toContain("X_train_raw = X_train.copy()\n");
    expect(after).toContain(
      `    return cross_val_score(make_pipeline(make_column_transformer((scaler, few), remainder="passthrough"), model), X_train_raw, y_train).mean()`,
    );
  });

  it("are scaled by the model that a function is handed with the table", async () => {
    const after = await fixedText(
      `${head}${columns}def tried(model, data, labels, other):
    print(cross_val_score(model, data, labels).mean())
    print(model.fit(data, labels).predict(other))
tried(Ridge(), X_train, y_train, X_test)
`,
      "HLD102",
    );
    expect(after).toContain(`tried(make_pipeline(make_column_transformer((scaler, few), remainder="passthrough"), Ridge()), X_train, y_train, X_test)`);
    expect(after).not.toContain("X_train[few] =");
  });

  it("are left where the table changes between two calls of the function", async () => {
    const text = `${head}${columns}def crossed(model):
    return cross_val_score(model, X_train, y_train).mean()
print(crossed(Ridge()))
X_train["c"] = 0
print(crossed(Ridge()))
`;
    expect(await withheld(text, "HLD102")).toEqual(["`X_train` changes between the calls of `crossed`."]);
  });

  it("may have their rows numbered anew", async () => {
    const after = await fixedText(
      `${head}${columns}X_train.reset_index(drop=True, inplace=True)
print(X_train.head())
print(cross_val_score(Ridge(), X_train, y_train).mean())
`,
      "HLD102",
    );
    expect(after).toContain("Ridge()), X_train_raw, y_train)");
  });
});
