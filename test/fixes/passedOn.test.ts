/** Pipelines: results of transformers that are handed on as tables, arrays and copies, and searches that go by further names. */
import { describe, expect, it } from "vitest";
import { fixedText, reasons, withheld } from "./offers.js";

const head = `import numpy as np
import pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.linear_model import Ridge
from sklearn.model_selection import GridSearchCV, cross_val_score, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler, scale
df = pd.read_csv("a.csv")
names = ["a", "b"]
X, y = df[names], df["y"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
`;
const scaled = `scaler = StandardScaler()
X_train_s = scaler.fit_transform(X_train)
X_test_s = scaler.transform(X_test)
`;
const searched = `search = GridSearchCV(Ridge(), {"alpha": [1, 10]}, cv=5)
search.fit(X_train_s, y_train)
`;
/** What follows the head and the scaler's own line once the steps are gone. */
const piped = async (rest: string): Promise<string> => {
  const after = await fixedText(`${head}${scaled}${rest}`, "HLD102");
  expect(after.startsWith(`${head}scaler = StandardScaler()\n`)).toBe(true);
  return after.slice(`${head}scaler = StandardScaler()\n`.length);
};

describe("what a transformer gave, as a table", () => {
  it("is followed under any names of columns, and goes where nobody reads it", async () => {
    const after = await piped(`X_train_df = pd.DataFrame(X_train_s, columns=names, index=X_train.index)
X_test_df = pd.DataFrame(data=X_test_s, columns=[names])
search = GridSearchCV(Ridge(), {"alpha": [1, 10]}, cv=5)
search.fit(X_train_df, y_train)
print(search.score(X_test_df, y_test))
`);
    expect(after).toBe(`search = GridSearchCV(make_pipeline(scaler, Ridge()), {"ridge__alpha": [1, 10]}, cv=5)
search.fit(X_train, y_train)
print(search.score(X_test, y_test))
`);
  });

  it("is followed where it becomes an array again", async () => {
    const after = await piped(`X_train_s = np.array(X_train_s)
X_n = pd.DataFrame(X_train_s, columns=names)
print(cross_val_score(Ridge(), X_n.copy().values, y_train).mean())
`);
    expect(after).toContain("cross_val_score(make_pipeline(scaler, Ridge()), X_train, y_train)");
  });

  it("is left where a column is written into it, or taken out of it, under its last name", async () => {
    for (const change of [`X_n["c"] = 1`, `X_n.pop("b")`, `del X_n["b"]`])
      expect(
        await reasons(
          `${head}${scaled}X_n = pd.DataFrame(X_train_s, columns=names)
${change}
print(cross_val_score(Ridge(), X_n, y_train).mean())
`,
          "HLD102",
        ),
      ).toEqual(["`X_n` is changed after it was transformed."]);
  });

  it("is left where another list would pick some of its columns", async () => {
    const text = `${head}${scaled}X_all = pd.DataFrame(X_train_s, columns=names)
X_n = pd.DataFrame(X_all, columns=["a"])
print(cross_val_score(Ridge(), X_n, y_train).mean())
`;
    expect(await withheld(text, "HLD102")).toEqual(["`X_n` is made from the learning in a way that cannot be followed."]);
  });

  it("is left where the model picks columns by their names", async () => {
    const text = `${head}${scaled}X_n = pd.DataFrame(X_train_s, columns=names)
some = make_column_transformer(("passthrough", ["a"]))
print(cross_val_score(make_pipeline(some, Ridge()), X_n, y_train).mean())
`;
    expect(await withheld(text, "HLD102")).toEqual(["`make_pipeline(some, Ridge())` picks columns by names that a step before it does not keep."]);
  });
});

describe("a search", () => {
  it("is followed under the name of what its fit gives back", async () => {
    const after = await piped(`search = GridSearchCV(Ridge(), {"alpha": [1, 10]}, cv=5)
result = search.fit(X_train_s, y_train)
print(result.best_params_["alpha"], result.predict(X_test_s))
print(pd.DataFrame(result.cv_results_)["param_alpha"])
`);
    expect(after).toContain(`result = search.fit(X_train, y_train)
print(result.best_params_["ridge__alpha"], result.predict(X_test))
print(pd.DataFrame(result.cv_results_)["param_ridge__alpha"])
`);
  });

  it("is followed under another name that it is given", async () => {
    const after = await piped(`${searched}best = search
print(best.best_params_["alpha"], best.score(X_test_s, y_test))
best.best_estimator_.get_params()
`);
    expect(after).toContain(`best = search
print(best.best_params_["ridge__alpha"], best.score(X_test, y_test))
best.best_estimator_.named_steps["ridge"].get_params()
`);
  });

  it("is left where a name is the search in one branch only", async () => {
    const text = `${head}${scaled}${searched}best = Ridge().fit(X_train_s, y_train)
if search.best_score_ > 0:
    best = search
print(best.score(X_test_s, y_test))
`;
    expect(await reasons(text, "HLD102")).toContain("`best` is the search in one branch only.");
  });

  it("may be asked about what the very call has scaled that it was fitted on", async () => {
    const after = await fixedText(
      `${head}Z = scale(df.drop(columns="y"))
print(Z.shape)
search = GridSearchCV(Ridge(), {"alpha": [1, 10]}, cv=5)
search.fit(Z, df["y"])
print(search.predict(Z))
`,
      "HLD102",
    );
    expect(after).toContain(`Z_raw = df.drop(columns="y")
Z = scale(Z_raw)
print(Z.shape)
`);
    expect(after).toContain(`search.fit(Z_raw, df["y"])
print(search.predict(Z_raw))
`);
  });
});
