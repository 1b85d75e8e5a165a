/** Results of several transformers of one table's columns, laid side by side before cross-validation: one transformer of columns in the Pipeline. */
import { describe, expect, it } from "vitest";
import { fixedText, withheld } from "./offers.js";

const head = `import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix, hstack
from sklearn.compose import make_column_transformer
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import Ridge
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
df = pd.read_csv("a.csv")
y = df["y"]
`;
const makers = `numbers = ["a", "b"]
scaler = StandardScaler()
encoder = OneHotEncoder()
`;
const validated = `print(cross_val_score(Ridge(), X, y).mean())
`;
const piped = (columns: string): string => `print(cross_val_score(make_pipeline(make_column_transformer(${columns}), Ridge()), df, y).mean())\n`;

describe("columns of one table that lie side by side once they are transformed", () => {
  it.each([
    [
      `X = np.hstack([scaler.fit_transform(df[numbers]), encoder.fit_transform(df[["c"]]).toarray()])\n`,
      `(scaler, numbers), (encoder, ["c"]), sparse_threshold=0`,
    ],
    [`A = scaler.fit_transform(df[numbers])\nX = np.concatenate((A, df[["d"]].values), axis=1)\n`, `(scaler, numbers), ("passthrough", ["d"])`],
    [`A = scaler.fit_transform(df[numbers])\nB = encoder.fit_transform(df[["c"]])\nX = hstack([A, B]).tocsr()\n`, `(scaler, numbers), (encoder, ["c"])`],
    [`A = scaler.fit_transform(df[numbers])\nX = np.c_[A, df[["d"]]]\n`, `(scaler, numbers), ("passthrough", ["d"])`],
    [
      `A = pd.DataFrame(scaler.fit_transform(df[numbers]), columns=numbers)\nX = pd.concat([A, df[["d"]]], axis=1)\n`,
      `(scaler, numbers), ("passthrough", ["d"])`,
    ],
    [
      `A = pd.DataFrame(scaler.fit_transform(df[numbers]), columns=numbers)\nX = pd.concat([df.drop(numbers, axis=1), A], axis=1)\n`,
      `(scaler, numbers), remainder="passthrough"`,
    ],
    [
      `A = TfidfVectorizer().fit_transform(df["text"])\nX = pd.concat([df["d"], df["e"], pd.DataFrame(A.toarray()), df["f"]], axis=1)\n`,
      `("passthrough", ["d", "e"]), (TfidfVectorizer(), "text"), ("passthrough", ["f"]), sparse_threshold=0`,
    ],
    [`A = scaler.fit_transform(df[numbers])\nX = np.column_stack([A, df["d"], df[["e"]]])\n`, `(scaler, numbers), ("passthrough", ["d", "e"])`],
    [
      `A = scaler.fit_transform(df[numbers])\nB = encoder.fit_transform(df[["c"]])\nX = np.hstack([A, df.drop(columns=numbers + ["c"]).reset_index(drop=True), B])\n`,
      `(scaler, numbers), (encoder, ["c"]), remainder="passthrough"`,
    ],
  ])("%j", async (beside, columns) => {
    expect(await fixedText(`${head}${makers}${beside}${validated}`, "HLD102")).toBe(
      `${/(?<!\.)hstack/.test(beside) ? head.replace("csr_matrix, hstack", "csr_matrix") : head}${makers}${piped(columns)}`,
    );
  });

  it("may be texts, and those of a test table that a search is asked about", async () => {
    const of = (table: string, part: string, does: string): string => `${part}_words = words.${does}(${table}["text"])
${part}_style = csr_matrix(scaler.${does}(${table}[style]))
X_${part} = hstack([${part}_words, ${part}_style])
`;
    const start = `new = pd.read_csv("b.csv")\nstyle = ["a", "b"]\nwords = TfidfVectorizer()\nscaler = StandardScaler()\n`;
    const after = await fixedText(
      `${head}${start}${of("df", "train", "fit_transform")}${of("new", "test", "transform")}search = GridSearchCV(Ridge(), {"alpha": [1, 2]})\nsearch.fit(X_train, y)\nprint(search.score(X_test, new["y"]))\n`,
      "HLD102",
    );
    expect(after).toContain(
      `${start}search = GridSearchCV(make_pipeline(make_column_transformer((words, "text"), (scaler, style)), Ridge()), {"ridge__alpha": [1, 2]})\nsearch.fit(df, y)\nprint(search.score(new, new["y"]))\n`,
    );
  });
});

describe("columns in front of or behind all others of their table", () => {
  const laid = (items: string): string => `${makers}A = pd.DataFrame(scaler.fit_transform(df[numbers]), columns=numbers)\ndf = pd.concat([${items}], axis=1)\n`;
  const parted = `X = df.drop("y", axis=1)\ny = df["y"]\n`;

  it("are transformed by the pipeline, which is given the table without the labels", async () => {
    const after = await fixedText(`${head}${laid("df.drop(columns=numbers), A")}${parted}${validated}`, "HLD102");
    expect(after).toContain("df_raw = df\ndf = pd.concat([df.drop(columns=numbers), A], axis=1)\ny = df[");
    expect(after).toContain(`make_column_transformer((scaler, numbers), remainder="passthrough"), Ridge()), df_raw.drop("y", axis=1), y)`);
  });

  it("are left where what reads the best model goes by their order", async () => {
    const search = `search = GridSearchCV(Ridge(), {"alpha": [1, 2]})\nsearch.fit(X, y)\nprint(search.best_estimator_.coef_)\n`;
    const text = (items: string): string => `${head}${laid(items).replace("df = pd", "X = pd")}${search}`;
    expect((await withheld(text("df.drop(columns=numbers), A"), "HLD102")).join()).toContain("goes by the order of the columns");
    expect(await fixedText(text("A, df.drop(columns=numbers)"), "HLD102")).toContain("search.fit(df, y)");
  });

  it.each([
    [laid(`df.drop(columns=["a"]), A`), "a column stays beside its scaled one"],
    [laid("df.drop(columns=numbers), A").replace(`["a", "b"]`, `["a", "y"]`), "the labels are scaled"],
    [laid("df.drop(columns=numbers), A").replace(`["a", "b"]`, "list(df.columns[:2])"), "nobody knows which are scaled"],
  ])("are left where %j: %s", async (made) => {
    expect(await withheld(`${head}${made}${parted}${validated}`, "HLD102")).not.toEqual([]);
  });
});

describe("they are left as they lie", () => {
  it.each([
    [`A = scaler.fit_transform(df[numbers])\ndf["d"] = df["d"] * 2\nX = np.hstack([A, df[["d"]]])\n`, "the table is changed in between"],
    [`other = pd.read_csv("b.csv")\nX = np.hstack([scaler.fit_transform(df[numbers]), other[["d"]]])\n`, "a part is of another table"],
    [`rows = df["a"] > 0\ndf = df[rows]\nX = np.hstack([scaler.fit_transform(df[rows]), df[["d"]]])\n`, "a condition picks rows"],
    [`A = scaler.fit_transform(df[numbers])\nX = np.hstack([A, df["d"]])\n`, "a column is taken for a row"],
    [`A = scaler.fit_transform(df["a"])\nX = pd.concat([df["d"], pd.DataFrame(A)], axis=1)\n`, "one column is no table to a scaler"],
    [`A = pd.DataFrame(scaler.fit_transform(df[numbers]))\nX = pd.concat([df["d"], A])\n`, "they lie end to end"],
    [`A = scaler.fit_transform(df[numbers]).mean(axis=1)\nX = np.column_stack([A, df["d"]])\n`, "a result is worked on"],
  ])("where %j: %s", async (beside) => {
    expect(await withheld(`${head}${makers}${beside}${validated}`, "HLD102")).not.toEqual([]);
  });
});

describe("columns that are taken of a scaled table", () => {
  const scaled = (name = "X"): string => `scaler = StandardScaler()\n${name} = pd.DataFrame(scaler.fit_transform(df), columns=df.columns)\n`;

  it.each([
    [`few = ["a", "b"]\nX = X[few]\n`, 'few = ["a", "b"]\n', "df[few]"],
    [`X = X.drop(columns="y")\n`, "", `df.drop(columns="y")`],
    [`X = X.drop("y", axis=1)\n`, "", `df.drop("y", axis=1)`],
  ])("%j: are taken before it is scaled", async (taken, stays, data) => {
    expect(await fixedText(`${head}${scaled()}${taken}${validated}`, "HLD102")).toBe(
      `${head}scaler = StandardScaler()\n${stays}print(cross_val_score(make_pipeline(scaler, Ridge()), ${data}, y).mean())\n`,
    );
  });

  it.each([
    [scaled().replace("StandardScaler()", "PCA()"), `X = X[["a", "b"]]\n`, "each result is made of all columns"],
    [scaled().replace("df.columns", `["c", "d"]`), `X = X[["c"]]\n`, "the columns have other names"],
    [`rows = [0, 1]\nX = StandardScaler().fit_transform(df)\n`, "X = X[rows]\n", "rows are taken of an array"],
  ])("are left where %j is followed by %j: %s", async (made, taken) => {
    expect(await withheld(`${head}from sklearn.decomposition import PCA\n${made}${taken}${validated}`, "HLD102")).not.toEqual([]);
  });
});

describe("a name that two transformers are given one after the other", () => {
  it("keeps no line of the first in place for the second", async () => {
    const made = `scaler = StandardScaler()\nA = scaler.fit_transform(df)\nB = scaler.transform(df)\n`;
    const again = made.replaceAll("(df)", "(df[df > 0])");
    const text = `${head}${made}search = GridSearchCV(Ridge(), {"alpha": [1, 2]})\nsearch.fit(A, y)\nprint(search.predict(B))\n${again}print(A, B)\n`;
    expect(await fixedText(text, "HLD102")).toContain(`${head}scaler = StandardScaler()\nsearch = GridSearchCV(make_pipeline(scaler, Ridge()),`);
  });
});
