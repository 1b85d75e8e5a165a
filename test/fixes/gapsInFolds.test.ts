/** Gaps that are filled by hand before cross-validation: an imputer in the Pipeline fills them in each fold. */
import { describe, expect, it } from "vitest";
import { fixedText, titles, withheld } from "./offers.js";

const head = `import pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import Ridge
from sklearn.model_selection import GridSearchCV, cross_val_score, train_test_split
from sklearn.pipeline import make_pipeline
df = pd.read_csv("a.csv")
`;
const parts = `X = df.drop(columns="y")
y = df["y"]
`;
const validated = `print(cross_val_score(Ridge(), X, y).mean())
`;
const imputer = (strategy: string, columns: string): string =>
  `make_column_transformer((SimpleImputer(strategy="${strategy}"), [${columns}]), remainder="passthrough")`;

describe("gaps that nobody but cross-validation sees filled", () => {
  it.each([
    [`df["a"].fillna(df["a"].mean(), inplace=True)\n`, imputer("mean", `"a"`)],
    [`filler = df["a"].median()\ndf["a"] = df["a"].fillna(filler)\n`, imputer("median", `"a"`)],
    [`df.loc[df["a"].isnull(), "a"] = df["a"].mode()[0]\n`, imputer("most_frequent", `"a"`)],
    [`for column in ["a", "b"]:\n    df[column] = df[column].fillna(df[column].median())\n`, imputer("median", `"a", "b"`)],
    [`if df["a"].isna().any():\n    mean = df["a"].mean()\n    df["a"] = df["a"].fillna(mean)\n`, imputer("mean", `"a"`)],
    [`df.fillna(df.mean(), inplace=True)\n`, `SimpleImputer(strategy="mean")`],
    [`df = df.fillna(df.median())\n`, `SimpleImputer(strategy="median")`],
  ])("%j goes", async (fill, step) => {
    expect(await fixedText(`${head}${fill}${parts}${validated}`, "HLD102")).toBe(
      `${head}${parts}print(cross_val_score(make_pipeline(${step}, Ridge()), X, y).mean())\n`,
    );
  });

  it("go with the comment above them, past columns that become dummies", async () => {
    const dummies = `df = pd.get_dummies(df, columns=["c"])\n`;
    expect(await fixedText(`${head}\n# gaps\ndf["a"].fillna(df["a"].mean(), inplace=True)\n\n${dummies}${parts}${validated}`, "HLD102")).toBe(
      `${head}\n${dummies}${parts}print(cross_val_score(make_pipeline(${imputer("mean", `"a"`)}, Ridge()), X, y).mean())\n`,
    );
  });

  it("go from the test part too, which a search fills like the training part", async () => {
    const cut = `${parts}X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)\n`;
    const fills = `mean = X_train["a"].mean()\nX_train["a"] = X_train["a"].fillna(mean)\nX_test["a"] = X_test["a"].fillna(mean)\n`;
    const rest = `search.fit(X_train, y_train)\nprint(search.score(X_test, y_test))\n`;
    expect(await fixedText(`${head}${cut}${fills}search = GridSearchCV(Ridge(), {"alpha": [1, 2]})\n${rest}`, "HLD102")).toBe(
      `${head}${cut}search = GridSearchCV(make_pipeline(${imputer("mean", `"a"`)}, Ridge()), {"ridge__alpha": [1, 2]})\n${rest}`,
    );
  });
});

describe("filled columns that others read", () => {
  const others = "print(Ridge().fit(X, y).coef_)\n";

  it("stay, and cross-validation is given them as they were", async () => {
    const fills = `df["a"] = df["a"].fillna(df["a"].mean())\ndf["b"].fillna(df["b"].mode()[0], inplace=True)\n`;
    const both = `make_column_transformer((SimpleImputer(strategy="mean"), ["a"]), (SimpleImputer(strategy="most_frequent"), ["b"]), remainder="passthrough")`;
    expect(await fixedText(`${head}${fills}print(df.describe())\n${parts}${validated}`, "HLD102")).toBe(
      `${head}df_raw = df[["a", "b"]].copy()\n${fills}print(df.describe())\n${parts}print(cross_val_score(make_pipeline(${both}, Ridge()), X.assign(a=df_raw["a"], b=df_raw["b"]), y).mean())\n`,
    );
  });

  it("stay in a loop over tables", async () => {
    const fills = `new = pd.read_csv("b.csv")\nfor table in [df, new]:\n    table["a"].fillna(table["a"].median(), inplace=True)\n`;
    const after = await fixedText(`${head}${fills}${parts}${validated}print(Ridge().fit(X, y).predict(new))\n`, "HLD102");
    expect(after).toContain(`a_raw = df["a"].copy()\nfor table in [df, new]:\n`);
    expect(after).toContain("X.assign(a=a_raw), y)");
  });

  it("stay for one model and are given to several by one imputer", async () => {
    const again = validated.replace("Ridge()", "Ridge(2)");
    expect(await fixedText(`${head}df["a"].fillna(df["a"].mean(), inplace=True)\n${parts}${validated}${again}${others}`, "HLD102")).toBe(
      `${head}a_raw = df["a"].copy()\ndf["a"].fillna(df["a"].mean(), inplace=True)\n${parts.split("y =")[0]}X_raw = X.assign(a=a_raw)\ny = df["y"]\nimputer = ${imputer("mean", `"a"`)}\nprint(cross_val_score(make_pipeline(imputer, Ridge()), X_raw, y).mean())\nprint(cross_val_score(make_pipeline(imputer, Ridge(2)), X_raw, y).mean())\n${others}`,
    );
  });

  it("are those of a table whose gaps were all filled", async () => {
    const after = await fixedText(`${head}df.fillna(df.mean(), inplace=True)\n${parts}${validated}${others}`, "HLD102");
    expect(after).toContain("df_raw = df.copy()\ndf.fillna(");
    expect(after).toContain(`cross_val_score(make_pipeline(SimpleImputer(strategy="mean"), Ridge()), df_raw[X.columns], y)`);
  });
});

describe("gaps that stay as they are filled", () => {
  it.each([
    [`df["c"] = df["a"] / df["b"]\n`, "a column is made of them"],
    [`df["a"] = df["a"].astype(int)\n`, "the column is changed"],
    [`for column in df.columns:\n    df[column] = df[column].abs()\n`, "the column may be changed"],
    [`for table in [df]:\n    table["a"] = table["a"] * 2\nprint(df.head())\n`, "the column is changed under another name"],
    [`def halved(table):\n    table["a"] = table["a"] / 2\nhalved(df)\n`, "a function may change it"],
    [`df = df[df["b"] > 0].reset_index(drop=True)\nprint(df.head())\n`, "rows are numbered anew"],
    [`df = df.drop(columns="b")\n`, "", `df["b"]`],
  ])("where %j follows: %s", async (between, _why, column = `df["a"]`) => {
    const text = `${head}${column} = ${column}.fillna(${column}.mean())\n${between}${parts}${validated}`;
    const found = await titles(text, "HLD102");
    expect(found).toEqual([]);
  });

  it("where words are filled that become dummies", async () => {
    const why = await withheld(`${head}df["a"] = df["a"].fillna(df["a"].mode()[0])\ndf = pd.get_dummies(df)\n${parts}${validated}`, "HLD102");
    expect(why).toEqual(["`a` is changed after its gaps were filled."]);
  });

  it("where coefficients are read in the order of the columns", async () => {
    const searched = `search = GridSearchCV(Ridge(), {"alpha": [1, 10]})\nsearch.fit(X, y)\nprint(search.best_estimator_.coef_)\n`;
    const why = await withheld(`${head}df["a"].fillna(df["a"].mean(), inplace=True)\n${parts}${searched}`, "HLD102");
    expect(why.join()).toMatch(/order of the columns/);
  });
});
