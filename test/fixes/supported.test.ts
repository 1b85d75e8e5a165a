/** Pipelines of selectors whose columns are taken by their mask or their names, instead of by `transform`. */
import { describe, expect, it } from "vitest";
import { fixedText, reasons, withheld } from "./offers.js";

const head = `import pandas as pd
from sklearn.feature_selection import SelectFromModel, SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, KFold, cross_val_score, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
df = pd.read_csv("a.csv")
X, y = df.drop(columns="y"), df["y"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
`;
const scored = (data: string): string => `print(cross_val_score(LogisticRegression(), ${data}, y_train).mean())
`;

describe("columns that a selector picked", () => {
  it("are picked by a step, and the mask goes with its selector", async () => {
    const after = await fixedText(
      `${head}selector = SelectFromModel(LogisticRegression()).fit(X_train, y_train)
mask = selector.get_support(indices=True)
${scored("X_train.iloc[:, mask]")}`,
      "HLD103",
    );
    expect(after).toBe(`${head}print(cross_val_score(make_pipeline(SelectFromModel(LogisticRegression()), LogisticRegression()), X_train, y_train).mean())
`);
  });

  it("are picked in front of a search, and in what it is asked about", async () => {
    const after = await fixedText(
      `${head}selector = SelectKBest(f_classif, k=3)
selector = selector.fit(X_train, y_train)
kept = X_train.loc[:, selector.get_support()]
print(kept.columns)
search = GridSearchCV(LogisticRegression(), {"C": [1, 10]})
search.fit(kept, y_train)
print(search.score(X_test.loc[:, selector.get_support()], y_test))
`,
      "HLD103",
    );
    expect(after).toContain(`kept = X_train.loc[:, selector.get_support()]
print(kept.columns)
search = GridSearchCV(make_pipeline(selector, LogisticRegression()), {"logisticregression__C": [1, 10]})
search.fit(X_train, y_train)
print(search.score(X_test, y_test))
`);
  });

  it("are left where they were chosen in another table", async () => {
    const text = `${head}Z = StandardScaler().fit_transform(X_train)
selector = SelectKBest(f_classif, k=3).fit(Z, y_train)
kept = X_train.loc[:, selector.get_support()]
${scored("kept")}`;
    expect(await withheld(text, "HLD103")).toEqual(["`kept` is made from the learning in a way that cannot be followed."]);
  });

  it("are left where a model that was trained before chooses them", async () => {
    const text = `${head}forest = LogisticRegression().fit(X_train, y_train)
selector = SelectFromModel(forest, prefit=True)
selector.fit(X_train, y_train)
kept = X_train.loc[:, selector.get_support()]
${scored("kept")}`;
    expect(await reasons(text, "HLD103")).toContain("`SelectFromModel(forest, prefit=True)` selects by what was fitted before.");
  });
});

describe("the name of a search", () => {
  it("is another thing in a loop that goes through something under it", async () => {
    const after = await fixedText(
      `${head}for model in [LogisticRegression(), LogisticRegression(C=10)]:
    print(model.__class__.__name__, model.C)
# %%
scaler = StandardScaler()
Z = scaler.fit_transform(X_train)
model = GridSearchCV(LogisticRegression(), {"C": [1, 10]})
model.fit(Z, y_train)
print(model.score(Z, y_train))
`,
      "HLD102",
    );
    expect(after).toContain("model.fit(X_train, y_train)\nprint(model.score(X_train, y_train))");
  });
});

describe("data that a loop over folds and a cross-validation are given as they were", () => {
  it("are kept under one name", async () => {
    const after = await fixedText(
      `${head}scaler = StandardScaler()
X = scaler.fit_transform(X)
for train, valid in KFold(5).split(X):
    print(LogisticRegression().fit(X[train], y[train]).score(X[valid], y[valid]))
print(cross_val_score(LogisticRegression(), X, y).mean())
`,
      "HLD102",
    );
    expect(after.match(/X_raw = X\n/g)).toHaveLength(1);
    expect(after).toContain("cross_val_score(make_pipeline(scaler, LogisticRegression()), X_raw, y)");
    expect(after).toContain("transform(X_raw)");
    expect(after).not.toContain("X_raw_2");
  });
});
