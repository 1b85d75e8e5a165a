/** Columns that are transformed or filled where they stand, before cross-validation: a transformer of these columns in the Pipeline. */
import { describe, expect, it } from "vitest";
import { fixedText, reasons } from "./offers.js";

const head = `import pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import Ridge
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
df = pd.read_csv("a.csv")
`;
const scaled = `scaler = StandardScaler()
df[["a", "b"]] = scaler.fit_transform(df[["a", "b"]])
`;
const validated = `print(cross_val_score(Ridge(), X, y).mean())
`;

describe("columns that are scaled in place", () => {
  it("leave the table as it is where nobody else reads them", async () => {
    expect(await fixedText(`${head}${scaled}X = df.drop(columns="y")\ny = df["y"]\n${validated}`, "HLD102")).toBe(
      `${head}scaler = StandardScaler()\nX = df.drop(columns="y")\ny = df["y"]\nprint(cross_val_score(make_pipeline(make_column_transformer((scaler, ["a", "b"]), remainder="passthrough"), Ridge()), X, y).mean())\n`,
    );
  });

  it("stay for a model that reads them, beside the table as it was", async () => {
    const after = await fixedText(`${head}${scaled}y = df.pop("y")\nX = df\n${validated}print(Ridge().fit(X, y).coef_)\n`, "HLD102");
    expect(after).toContain(`df_raw = df.copy()\ndf[["a", "b"]] = scaler.fit_transform(df[["a", "b"]])\n`);
    expect(after).toContain(", Ridge()), df_raw[X.columns], y)");
    expect(after).toContain("Ridge().fit(X, y)");
  });

  it("may be filled before", async () => {
    const filled = `df[["a", "b"]] = SimpleImputer().fit_transform(df[["a", "b"]])\n`;
    const after = await fixedText(`${head}${filled}${scaled}X = df.drop(columns="y")\ny = df["y"]\n${validated}`, "HLD102");
    expect(after).toContain(`make_column_transformer((make_pipeline(SimpleImputer(), scaler), ["a", "b"]), remainder="passthrough")`);
  });

  it.each([
    [`y = df["y"]\nX = df.drop(columns=["y", "a"])\n`, "columns that the transformer needs are gone"],
    [`y = df["y"]\ndf["c"] = df["a"] * df["b"]\nX = df.drop(columns="y")\n`, "a column is made of them"],
    [`y = df["y"]\ndf = df.dropna()\nX = df.drop(columns="y")\n`, "rows are dropped"],
  ])("are withheld where %j: %s", async (between) => {
    const why = await reasons(`${head}${scaled}${between}${validated}`, "HLD102");
    expect(why).toHaveLength(1);
  });

  it("are withheld where coefficients are read in the order of the columns", async () => {
    const searched = `search = GridSearchCV(Ridge(), {"alpha": [1, 10]})\nsearch.fit(X, y)\nprint(search.best_estimator_.coef_)\n`;
    const [why] = await reasons(`${head}${scaled}y = df["y"]\nX = df.drop(columns="y")\n${searched}`, "HLD102");
    expect(why).toMatch(/order of the columns/);
  });
});

describe("columns of both parts that one scaler scales in place", () => {
  const text = (used = ""): string => `${head}from sklearn.model_selection import train_test_split
X_train, X_test, y_train, y_test = train_test_split(df[["a", "b"]], df["y"], random_state=1)
scaler = StandardScaler()
X_train[["a"]] = scaler.fit_transform(X_train[["a"]])
X_test[["a"]] = scaler.transform(X_test[["a"]])
search = GridSearchCV(Ridge(), {"alpha": [1, 10]})
search.fit(X_train, y_train)
print(search.score(X_test, y_test))
${used}`;

  it("stay as they are where the search alone is given them", async () => {
    const after = await fixedText(text(), "HLD102");
    expect(after).not.toContain("scaler.transform(");
    expect(after).toContain('random_state=1)\nscaler = StandardScaler()\nsearch = GridSearchCV(make_pipeline(make_column_transformer((scaler, ["a"])');
    expect(after).toContain("search.fit(X_train, y_train)\nprint(search.score(X_test, y_test))\n");
  });

  it("are scaled beside the search for those who read them, or use the scaler", async () => {
    const read = await fixedText(text("print(X_test.head())\n"), "HLD102");
    expect(read).toContain("X_train_raw = X_train.copy()\nX_train");
    expect(read).toContain("search.fit(X_train_raw, y_train)\nprint(search.score(X_test_raw, y_test))\n");
    const used = await fixedText(text("print(scaler.mean_)\n"), "HLD102");
    expect(used).toContain('X_train_raw = X_train.copy()\nX_train[["a"]] = scaler.fit_transform(X_train[["a"]])\n');
    expect(used).toContain("search.fit(X_train_raw, y_train)\nprint(search.score(X_test, y_test))\n");
  });

  it("are so too where the scaler is fitted in a statement of its own", async () => {
    const apart = text().replace('X_train[["a"]] = scaler.fit_transform(', 'scaler.fit(X_train[["a"]])\nX_train[["a"]] = scaler.transform(');
    expect(await fixedText(apart, "HLD102")).not.toMatch(/scaler\.(fit|transform)/);
  });
});

describe("gaps that are filled by hand", () => {
  it("in some columns are filled by an imputer of these columns", async () => {
    const after = await fixedText(`${head}df["a"] = df["a"].fillna(df["a"].median())\nX = df[["a", "b"]]\ny = df["y"]\n${validated}`, "HLD102");
    expect(after).toContain(
      `cross_val_score(make_pipeline(make_column_transformer((SimpleImputer(strategy="median"), ["a"]), remainder="passthrough"), Ridge()), X, y)`,
    );
    expect(after).not.toContain("fillna");
  });

  it("are filled in a function's cross-validation with the table as it was", async () => {
    const text = `${head}X = df[["a", "b"]]\ny = df["y"]\nX = X.fillna(X.mean())\ndef score(model):\n    return cross_val_score(model, X, y).mean()\nprint(score(Ridge()), Ridge().fit(X, y).coef_)\n`;
    const after = await fixedText(text, "HLD102");
    expect(after).toContain("X_raw = X\nX = X.fillna(X.mean())\n");
    expect(after).toContain(`cross_val_score(make_pipeline(SimpleImputer(strategy="mean"), model), X_raw, y)`);
  });

  it("are left where a later call of the function sees another table", async () => {
    const text = `${head}X = df[["a", "b"]]\ny = df["y"]\nX = X.fillna(X.mean())\ndef score(model):\n    return cross_val_score(model, X, y).mean()\nprint(score(Ridge()))\nX = X[["a"]]\nprint(score(Ridge()))\n`;
    expect(await reasons(text, "HLD102")).not.toEqual([]);
  });

  it("are left in a program for a scikit-learn without imputers of this name", async () => {
    const text = `${head.replace("from sklearn.impute import SimpleImputer\n", "from sklearn.preprocessing import Imputer\n")}X = df[["a", "b"]]\ny = df["y"]\nX = X.fillna(X.mean())\n${validated}`;
    const [why] = await reasons(text, "HLD102");
    expect(why).toMatch(/scikit-learn that has no/);
  });
});

describe("what was transformed and then changed", () => {
  it("is not looked through", async () => {
    const text = `${head}X, y = df[["a", "b"]], df["y"]\nX = pd.DataFrame(StandardScaler().fit_transform(X), columns=X.columns)\nX["c"] = X["a"] * X["b"]\n${validated}`;
    const [why] = await reasons(text, "HLD102");
    expect(why).toMatch(/is changed after it was transformed/);
  });

  it("may be given its names and bound again", async () => {
    const text = `${head}X, y = df[["a", "b"]], df["y"]\nX_2 = pd.DataFrame(StandardScaler().fit_transform(X))\nX_2.columns = X.columns\nX = X_2\n${validated}print(Ridge().fit(X, y).coef_)\n`;
    const after = await fixedText(text, "HLD102");
    expect(after).toContain("X_raw = X\nX_2 = pd.DataFrame(");
    expect(after).toContain("cross_val_score(make_pipeline(StandardScaler(), Ridge()), X_raw, y)");
  });
});

describe("columns of a copy that are scaled", () => {
  const copied = `X, y = df.drop(columns="y"), df["y"]
scaler = StandardScaler()
X_scaled = X.copy()
X_scaled[["a", "b"]] = scaler.fit_transform(X[["a", "b"]])
`;
  const each = "print(cross_val_score(Ridge(), X_scaled, y).mean())\n";
  const piped = `cross_val_score(make_pipeline(make_column_transformer((scaler, ["a", "b"]), remainder="passthrough"), Ridge()), X, y)`;

  it("go with the copy, and the table that was copied is validated", async () => {
    expect(await fixedText(`${head}${copied}${each}`, "HLD102")).toBe(
      `${head}X, y = df.drop(columns="y"), df["y"]\nscaler = StandardScaler()\nprint(${piped}.mean())\n`,
    );
  });

  it("stay for a model that reads them", async () => {
    const after = await fixedText(`${head}${copied}${each}print(Ridge().fit(X_scaled, y).coef_)\n`, "HLD102");
    expect(after).toContain(copied);
    expect(after).toContain(piped);
  });

  it("are taken from a copy of its own where the table is changed", async () => {
    const after = await fixedText(`${head}${copied}X["c"] = 1\n${each}print(Ridge().fit(X_scaled, y).coef_)\n`, "HLD102");
    expect(after).toContain("X_scaled_raw = X_scaled.copy()\n");
    expect(after).toContain("Ridge()), X_scaled_raw, y)");
  });

  it("are left where the copy is of another table", async () => {
    const other = copied.replace("X.copy()", "df.copy()");
    expect(await reasons(`${head}${other}${each}`, "HLD102")).toHaveLength(1);
  });
});

describe("columns that are scaled one after the other", () => {
  const loop = (made: string, scaled: string): string => `columns = ["a", "b"]
for name in columns:
${made}    df[name] = ${scaled}
X, y = df.drop(columns="y"), df["y"]
`;

  it.each([
    ["", "StandardScaler().fit_transform(df[[name]])"],
    ["    scaler = StandardScaler()\n", "scaler.fit_transform(df[name].values.reshape(-1, 1))"],
  ])("are scaled all at once: %s%s", async (made, scaled) => {
    expect(await fixedText(`${head}${loop(made, scaled)}${validated}`, "HLD102")).toBe(
      `${head}columns = ["a", "b"]\nX, y = df.drop(columns="y"), df["y"]\nprint(cross_val_score(make_pipeline(make_column_transformer((StandardScaler(), columns), remainder="passthrough"), Ridge()), X, y).mean())\n`,
    );
  });

  it("stay for a model that reads them", async () => {
    const text = loop("", "StandardScaler().fit_transform(df[[name]])");
    const after = await fixedText(`${head}${text}${validated}print(Ridge().fit(X, y).coef_)\n`, "HLD102");
    expect(after).toContain(`df_raw = df.copy()\nfor name in columns:\n`);
    expect(after).toContain('Ridge()), df_raw.drop(columns="y"), y)');
  });

  it.each([
    loop("    print(name)\n", "StandardScaler().fit_transform(df[[name]])"),
    loop("", "StandardScaler().fit_transform(df[['a', name]])[:, 1]"),
    loop("", "KNNImputer().fit_transform(df[[name]])").replace("columns = ", "from sklearn.impute import KNNImputer\ncolumns = "),
  ])("are left where the loop does more: %s", async (text) => {
    expect(await reasons(`${head}${text}${validated}`, "HLD102")).toHaveLength(1);
  });
});

describe("columns in other words", () => {
  const before = `import numpy as np\nfrom sklearn.svm import SVC\n${head}`;
  const array = (scaled: string): string => `A = df[["a", "b", "c", "d"]].values
${scaled}
print(cross_val_score(SVC(), A, df["y"]).mean())
`;

  it.each([
    ["A[:, 2:] = StandardScaler().fit_transform(A[:, 2:])", "slice(2, None)"],
    ["A[:, 1:3] = StandardScaler().fit_transform(A[:, 1:3])", "slice(1, 3)"],
    ["A[:, :-1] = StandardScaler().fit_transform(A[:, :-1])", "slice(None, -1)"],
  ])("may be those of an array by their places: %s", async (scaled, places) => {
    expect(await fixedText(`${before}${array(scaled)}`, "HLD102")).toContain(`make_column_transformer((StandardScaler(), ${places}), remainder="passthrough")`);
  });

  it("are left where the ends of an array's columns are no numbers", async () => {
    expect(await reasons(`${before}n = 2\n${array("A[:, n:] = StandardScaler().fit_transform(A[:, n:])")}`, "HLD102")).toHaveLength(1);
  });

  it.each([
    `df["a"] = StandardScaler().fit_transform(df[["a"]]).ravel()`,
    `df["a"] = StandardScaler().fit_transform(df[["a"]])[:, 0]`,
    `df["a"] = StandardScaler().fit_transform(np.array(df["a"]).reshape(-1, 1))`,
    `df["a"] = StandardScaler().fit_transform(df.a.to_numpy().reshape(-1, 1)).flatten()`,
    `df["a"] = StandardScaler().fit_transform(df["a"].to_frame())`,
  ])("may be one that is made flat: %s", async (scaled) => {
    const text = `${before}${scaled}\nX, y = df.drop(columns="y"), df["y"]\n${validated}`;
    expect(await fixedText(text, "HLD102")).toContain(`make_column_transformer((StandardScaler(), ["a"]), remainder="passthrough")`);
  });
});
