/** What is stored beside a model, labels made by conditions, and windows of one image. */
import { describe, expect, it } from "vitest";
import { check, places } from "../helpers/check.js";

const found = async (text: string, code: string): Promise<string[]> => places((await check([text])).findings, [text]).filter((p) => p.startsWith(code));

describe("labels made of a column by a condition", () => {
  const program = (made: string, X = 'df.drop(columns=["sick"])'): string => `import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
def code(value):
    if value == "ill":
        return 1
    return 0
df = pd.read_csv("a.csv")
df["sick"] = ${made}
X = ${X}
a, b, c, d = train_test_split(X, df["sick"], random_state=0)
print(LogisticRegression().fit(a, c).score(b, d))
`;
  it.each([
    'df["status"].apply(lambda v: 1 if v == "ill" else 0)',
    'df["status"].map(lambda v: 0 if v != "ill" else 1)',
    'df["status"].apply(code)',
    'df.apply(lambda row: 1 if row["status"] == "ill" else 0, axis=1)',
    '[1 if v == "ill" else 0 for v in df["status"]]',
    'np.where(df["status"] == "ill", 1, 0)',
    'df["status"].map({"ill": 1, "well": 0})',
  ])("are that column: %s", async (made) => {
    expect(await found(program(made), "HLD107")).toEqual(["HLD107 cell1:11"]);
    expect(await found(program(made, 'df.drop(columns=["sick", "status"])'), "HLD107")).toEqual([]);
  });
  it("are not a column that only decides how all rows are treated", async () => {
    const text = program('df["grade"]').replace("X = df", 'if (df["status"] == "ill").any():\n    df["extra"] = 1\nX = df');
    expect(await found(text.replace('["sick"])', '["sick", "grade"])'), "HLD107")).toEqual([]);
  });
});

it("a target picked by its position is among the inputs when all columns are", async () => {
  const program = (X: string): string => `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
df = pd.read_csv("a.csv")
y = df.iloc[:, -1]
X = ${X}
a, b, c, d = train_test_split(X, y, random_state=0)
print(LogisticRegression().fit(a, c).score(b, d))
`;
  for (const X of ["df", "df.values", "df.iloc[:, :]"]) expect(await found(program(X), "HLD107"), X).toHaveLength(1);
  for (const X of ["df.iloc[:, :-1]", 'df.drop(columns="y")', "df.drop(df.columns[-1], axis=1)", "df[df.columns[:-1]]"])
    expect(await found(program(X), "HLD107"), X).toEqual([]);
});

describe("a model is stored", () => {
  const program = (stored: string): string => `import pickle
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import OneHotEncoder, StandardScaler
df = pd.read_csv("a.csv")
X_train, X_test, y_train, y_test = train_test_split(df[["age", "dose"]], df["sick"], random_state=0)
rows = list(X_train.values)
fill = SimpleImputer().fit(X_train)
columns = ColumnTransformer([("scale", StandardScaler(), ["age"])], remainder="passthrough")
A, B = columns.fit_transform(X_train), columns.transform(X_test)
model = LogisticRegression().fit(A, y_train)
print(model.score(B, y_test))
${stored}
`;
  const store = (what: string): string => `pickle.dump(${what}, open("${what.replace(/\W/g, "")}.pkl", "wb"))`;
  it("without what its inputs went through", async () => {
    expect(await found(program(store("model")), "HLD602")).toEqual(["HLD602 cell1:16"]);
  });
  it.each(['columns.named_transformers_["scale"]', "columns", '{"columns": columns}', "rows"])("with %s", async (what) => {
    expect(await found(program(`${store("model")}\n${store(what)}`), "HLD602")).toEqual(what === "rows" ? ["HLD602 cell1:16"] : []);
  });
  it("in one list with the rows from which all can be made again", async () => {
    expect(await found(program(store("[X_train, model]")), "HLD602")).toEqual([]);
  });
  it("with its scaler, and serves rows in which nothing is missing", async () => {
    const filled = program(`${store("model")}\n${store("columns")}`).replace(
      "A, B = columns.fit_transform(X_train), columns.transform(X_test)",
      "columns = StandardScaler()\nA = columns.fit_transform(fill.transform(X_train))\nB = columns.transform(fill.transform(X_test))",
    );
    expect(await found(filled, "HLD602")).toEqual([]);
    expect(await found(filled.replace(store("columns"), ""), "HLD602")).toHaveLength(1);
  });
});

it("statistics of a window of an image belong to the image", async () => {
  const program = (window: string): string => `import numpy as np
from sklearn.linear_model import LogisticRegression
train, test = np.load("train.npy"), np.load("test.npy")
y_train, y_test = np.load("y_train.npy"), np.load("y_test.npy")

def clean(image, box):
    left, top, right, bottom = box
    crop = image[${window}]
    return (crop - np.median(crop)) / 255

box = np.load("box.npy")
model = LogisticRegression().fit(clean(train, box), y_train)
print(model.score(clean(test, box), y_test))
`;
  expect(await found(program("top:bottom, left:right"), "HLD601")).toEqual([]);
  expect(await found(program(":, left:right"), "HLD601")).toEqual(["HLD601 cell1:9"]);
});
