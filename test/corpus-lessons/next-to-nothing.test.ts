/** Fills of next to no gaps, limits that only tell where to cut, numbers that later steps undo, columns that no model sees. */
import { describe, expect, it } from "vitest";
import { check, places } from "../helpers/check.js";

const found = async (text: string, code: RegExp): Promise<string[]> => places((await check([text])).findings, [text]).filter((p) => code.test(p));

const head = `import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler, StandardScaler
`;
const tail = `X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="sick"), df["sick"], random_state=0)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
`;

describe("a fill of a column that the notebook shows", () => {
  const shown = (gaps: number): string => `<class 'pandas.core.frame.DataFrame'>
RangeIndex: 5000 entries, 0 to 4999
Data columns (total 3 columns):
 #   Column  Non-Null Count  Dtype
---  ------  --------------  -----
 0   age     4100 non-null   float64
 1   dose    ${5000 - gaps} non-null   float64
 2   sick    5000 non-null   int64
`;
  const notebook = async (gaps: number, between: string, fill: string): Promise<string[]> => {
    const cells = [`${head}df = pd.read_csv("visits.csv")`, { text: "df.info()", outputs: [shown(gaps)] }, between, fill, tail];
    return places((await check(cells)).findings, cells).filter((p) => p.startsWith("HLD101"));
  };
  const fill = `df["dose"] = df["dose"].fillna(df["dose"].median())`;

  it("without a gap, or with one in a thousand rows, changes nothing", async () => {
    expect(await notebook(0, "", fill)).toEqual([]);
    expect(await notebook(3, "", fill)).toEqual([]);
    expect(await notebook(0, "", `middle = df["dose"].median()\ndf["dose"] = df["dose"].fillna(middle)`)).toEqual([]);
  });
  it("with more of them learns from all rows", async () => {
    expect(await notebook(60, "", fill)).toHaveLength(1);
    expect(await notebook(0, "", fill.replaceAll("dose", "age"))).toHaveLength(1);
  });
  it("is not settled by what happened to other columns in between, but by what happened to its own", async () => {
    expect(await notebook(0, `df["sick"] = df["sick"].replace("?", 1)`, fill)).toEqual([]);
    expect(await notebook(0, `df["dose"] = df["dose"].replace(0, np.nan)`, fill)).toHaveLength(1);
    expect(await notebook(0, `df = df.merge(pd.read_csv("labs.csv"), on="age", how="right")`, fill)).toHaveLength(1);
  });
  it("uses a number that does more than fill", async () => {
    const used = `middle = df["dose"].median()\ndf["dose"] = df["dose"].fillna(middle)\ndf["high"] = df["dose"] > middle`;
    expect(await notebook(0, "", used)).toHaveLength(1);
  });
});

it("a bundled set has no gaps to be filled", async () => {
  const program = (load: string) => `from sklearn.datasets import fetch_california_housing, fetch_openml
${head}df = ${load}.frame
df = df.fillna(df.median())
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="MedHouseVal"), df["MedHouseVal"], random_state=0)
print(Ridge().fit(X_train, y_train).score(X_test, y_test))
`;
  expect(await found(program("fetch_california_housing(as_frame=True)"), /HLD101/)).toEqual([]);
  expect(await found(program('fetch_openml("houses", as_frame=True)'), /HLD101/)).toHaveLength(1);
});

it("the first row of a lag is no gap worth speaking of", async () => {
  const program = (made: string) => `${head}df = pd.read_csv("sales.csv")
df["before"] = ${made}
df["before"] = df["before"].fillna(df["before"].mean())
n = int(len(df) * 0.8)
model = Ridge().fit(df[["before"]][:n], df["sales"][:n])
print(model.score(df[["before"]][n:], df["sales"][n:]))
`;
  expect(await found(program('df["sales"].shift(1)'), /HLD101/)).toEqual([]);
  expect(await found(program('df.groupby("shop")["sales"].shift(1)'), /HLD101/)).toHaveLength(1);
});

it("a quantile of the dates that tells where to cut is no feature; one that drops rows is", async () => {
  const program = (cut: string) => `${head}df = pd.read_csv("sales.csv", parse_dates=["day"])
limit = df["day"].quantile(0.8)
${cut}
model = Ridge().fit(train[["stock", "price"]], train["sales"])
print(model.score(test[["stock", "price"]], test["sales"]))
`;
  expect(await found(program('train = df[df["day"] <= limit]\ntest = df[df["day"] > limit]'), /HLD10[12]/)).toEqual([]);
  expect(await found(program('df = df[df["day"] <= limit]\ntrain, test = train_test_split(df, random_state=0)'), /HLD101/)).toHaveLength(1);
});

describe("a scaler that is followed by another", () => {
  const program = (then: string) => `${head}from sklearn.decomposition import PCA
df = pd.read_csv("visits.csv")
df["dose"] = MinMaxScaler().fit_transform(df[["dose"]])
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="sick"), df["sick"], random_state=0)
${then}
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
`;
  it("is undone where that one learns from the training part", async () => {
    expect(
      await found(program("scaler = StandardScaler().fit(X_train)\nX_train, X_test = scaler.transform(X_train), scaler.transform(X_test)"), /HLD10/),
    ).toEqual([]);
  });
  it("is felt by what is no scaler", async () => {
    expect(await found(program("pca = PCA(2).fit(X_train)\nX_train, X_test = pca.transform(X_train), pca.transform(X_test)"), /HLD101/)).toHaveLength(1);
  });
});

describe("a column that is standardised by numbers of its own, kept in names", () => {
  const program = (use: string, model: string) => `${head}from sklearn.model_selection import cross_val_score
from sklearn.pipeline import make_pipeline
df = pd.read_csv("visits.csv")
middle, spread = df["dose"].mean(), df["dose"].std(ddof=0)
spread = max(spread, 1e-8)
df["dose"] = ${use}
print(cross_val_score(${model}, df[["age", "dose"]], df["sick"], cv=5).mean())
`;
  const scaled = '(df["dose"] - middle) / spread';
  it("is scaled anew by a model that begins with a scaler", async () => {
    expect(await found(program(scaled, "make_pipeline(StandardScaler(), LogisticRegression())"), /HLD102/)).toEqual([]);
  });
  it("is felt by others, and so is what the numbers decide", async () => {
    expect(await found(program(scaled, "LogisticRegression()"), /HLD102/)).not.toEqual([]);
    expect(await found(program('df["dose"] > middle + spread', "make_pipeline(StandardScaler(), LogisticRegression())"), /HLD102/)).not.toEqual([]);
  });
});

it("numbers that move made-up rows are a part of making them; the least of real ones only moves the origin", async () => {
  const program = (source: string, change: string) => `${head}from sklearn.datasets import make_classification
X, y = ${source}
${change}
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
`;
  const made = "make_classification(n_samples=900)";
  const real = 'np.load("x.npy"), np.load("y.npy")';
  expect(await found(program(made, "X[:, 1] += X[:, 0].mean()"), /HLD101/)).toEqual([]);
  expect(await found(program(real, "X[:, 0] -= min(X[:, 0])"), /HLD101/)).toEqual([]);
  expect(await found(program(real, "X = np.where(X > X.mean(), 1, 0)"), /HLD101/)).toHaveLength(1);
  expect(await found(program(made, "X = StandardScaler().fit_transform(X)"), /HLD101/)).toHaveLength(1);
  const byHand = "np.array([line.split(',')[:-1] for line in open('x.csv')], float), np.load('y.npy')";
  expect(await found(program(byHand, "middle = X.mean()\nX = np.where(X > middle, 1, 0)"), /HLD101/)).toHaveLength(1);
});

it("which columns are bent is told by their skew, and says nothing of single rows", async () => {
  const text = `${head}df = pd.read_csv("houses.csv")
skewed = df.skew()
names = skewed[skewed > 0.8].index
df[names] = np.log1p(df[names])
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="price"), df["price"], random_state=0)
print(Ridge().fit(X_train, y_train).score(X_test, y_test))
`;
  expect(await found(text, /HLD10/)).toEqual([]);
});

describe("columns that a composite leaves out", () => {
  const program = (columns: string, rest = "drop") => `${head}from sklearn.compose import ColumnTransformer
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import KBinsDiscretizer, OneHotEncoder
def prepare(table):
    table["region"] = KBinsDiscretizer(5, encode="ordinal").fit_transform(table[["region"]])
    return table
df = prepare(pd.read_csv("visits.csv"))
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="sick"), df["sick"], random_state=0)
parts = ColumnTransformer([("numbers", MinMaxScaler(), ${columns}), ("kinds", OneHotEncoder(), ["ward"])], remainder="${rest}")
model = Pipeline([("parts", parts), ("model", LogisticRegression())]).fit(X_train, y_train)
print(model.score(X_test, y_test))
new = prepare(pd.read_csv("new.csv"))
print(model.predict(new))
`;
  it("carry nothing to the model", async () => {
    expect(await found(program('["age", "dose"]'), /HLD1/)).toEqual([]);
  });
  it("unlike those that it keeps", async () => {
    expect(await found(program('["age", "region"]'), /HLD1/)).toEqual(["HLD101 cell1:10", "HLD111 cell1:10"]);
    expect(await found(program('["age", "dose"]', "passthrough"), /HLD1/)).not.toEqual([]);
  });
});
