/** Numbers that are scaled by hand before cross-validation: a scaler in the Pipeline does the same in each fold. */
import { describe, expect, it } from "vitest";
import { fixedText, withheld } from "./offers.js";

const head = `import numpy as np
import pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.linear_model import Ridge
from sklearn.model_selection import GridSearchCV, cross_val_score, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler, StandardScaler
df = pd.read_csv("a.csv")
`;
const parts = `X = df.drop(columns="y")
y = df["y"]
`;
const validated = (model = "Ridge()", X = "X"): string => `print(cross_val_score(${model}, ${X}, y).mean())\n`;
const columns = (scaler: string, names: string): string => `make_pipeline(make_column_transformer((${scaler}, ${names}), remainder="passthrough"), Ridge())`;

describe("a table that is scaled by hand", () => {
  it.each([
    ["X = (X - X.mean()) / X.std()\n", "StandardScaler()"],
    ["X = (X - X.mean(axis=0)) / X.std(axis=0)\n", "StandardScaler()"],
    ["X = (X - np.mean(X, axis=0)) / np.std(X, axis=0)\n", "StandardScaler()"],
    ["X = (X - X.min()) / (X.max() - X.min())\n", "MinMaxScaler()"],
    ["mean = X.mean()\nstd = X.std()\nX = (X - mean) / std\n", "StandardScaler()"],
  ])("%j: %s", async (scaled, scaler) => {
    const fixed = await fixedText(`${head}${parts}${scaled}${validated()}`, "HLD102");
    expect(fixed).toBe(`${head}${parts}${validated(`make_pipeline(${scaler}, Ridge())`)}`);
  });

  it("is scaled by the search, which is asked about rows as they were", async () => {
    const cut = "X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)\n";
    const scaled = "mean = X_train.mean()\nstd = X_train.std()\nX_train = (X_train - mean) / std\nX_test = (X_test - mean) / std\n";
    const rest = "search.fit(X_train, y_train)\nprint(search.score(X_test, y_test))\n";
    expect(await fixedText(`${head}${parts}${cut}${scaled}search = GridSearchCV(Ridge(), {"alpha": [1, 2]})\n${rest}`, "HLD102")).toBe(
      `${head}${parts}${cut}search = GridSearchCV(make_pipeline(StandardScaler(), Ridge()), {"ridge__alpha": [1, 2]})\n${rest}`,
    );
  });

  it("stays for those who read it", async () => {
    const scaled = "X = (X - X.mean()) / X.std()\n";
    expect(await fixedText(`${head}${parts}${scaled}${validated()}print(Ridge().fit(X, y).coef_)\n`, "HLD102")).toBe(
      `${head}${parts}X_raw = X\n${scaled}${validated("make_pipeline(StandardScaler(), Ridge())", "X_raw")}print(Ridge().fit(X, y).coef_)\n`,
    );
  });

  it.each([
    // One number for all columns of an array.
    "X = X.values\nX = (X - X.mean()) / X.std()\n",
    "X = (X - X.median()) / X.std()\n",
    "mean = X.mean()\nX = X * 2\nX = (X - mean) / X.std()\n",
  ])("is left alone where a scaler would do something else: %j", async (scaled) => {
    expect((await withheld(`${head}${parts}${scaled}${validated()}`, "HLD102")).length).toBeGreaterThan(0);
  });
});

describe("columns that are scaled by hand", () => {
  it.each([
    [`df["a"] = (df["a"] - df["a"].mean()) / df["a"].std()\n`, columns("StandardScaler()", `["a"]`), ""],
    [`low = df["a"].min()\nhigh = df["a"].max()\ndf["a"] = (df["a"] - low) / (high - low)\n`, columns("MinMaxScaler()", `["a"]`), ""],
    [`names = ["a", "b"]\ndf[names] = (df[names] - df[names].mean()) / df[names].std()\n`, columns("StandardScaler()", "names"), `names = ["a", "b"]\n`],
  ])("%j", async (scaled, model, kept) => {
    expect(await fixedText(`${head}${scaled}${parts}${validated()}`, "HLD102")).toBe(`${head}${kept}${parts}${validated(model)}`);
  });
});

describe("columns that are scaled by hand before others become dummies", () => {
  const scaled = `low = df["a"].min()
high = df["a"].max()
df["a"] = (df["a"] - low) / (high - low)
df["b"] = (df["b"] - df["b"].mean()) / df["b"].std()
`;
  const dummies = "df = pd.get_dummies(df)\n";
  const model = `make_pipeline(make_column_transformer((MinMaxScaler(), ["a"]), (StandardScaler(), ["b"]), remainder="passthrough"), Ridge())`;

  it("are scaled by the pipeline, and their numbers go", async () => {
    expect(await fixedText(`${head}${scaled}${dummies}${parts}${validated()}`, "HLD102")).toBe(`${head}${dummies}${parts}${validated(model)}`);
  });

  it("stay for those who read them, and cross-validation is given them as they were", async () => {
    const others = "print(Ridge().fit(X, y).coef_)\n";
    const fixed = await fixedText(`${head}${scaled}${dummies}${parts}${validated()}${others}`, "HLD102");
    expect(fixed).toContain(`df_raw = df[["a", "b"]].copy()\ndf["a"] = (df["a"] - low) / (high - low)\n`);
    expect(fixed).toContain(`${validated(model, "X.assign(**df_raw)")}${others}`);
  });
});

describe("gaps that are filled with numbers of the first rows", () => {
  it("are filled by the pipeline where these are all that it is given", async () => {
    const rows = "X_first = X[:90]\nprint(cross_val_score(Ridge(), X_first, y[:90]).mean())\n";
    const fixed = await fixedText(`${head}${parts}X = X.fillna(X[:90].mean())\n${rows}`, "HLD102");
    expect(fixed).toContain(`cross_val_score(make_pipeline(SimpleImputer(strategy="mean"), Ridge()), X`);
    expect(fixed).not.toContain("fillna");
  });
});
