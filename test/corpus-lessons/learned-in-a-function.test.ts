/** HLD101, HLD102 and HLD104: what functions of the program learn, and what becomes of it. */
import { describe, expect, it } from "vitest";
import { check } from "../helpers/check.js";

const head = `import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import KFold, cross_val_predict, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
df = pd.read_csv("harvest.csv")
`;
const tail = `
X, y = df[["rain", "sun"]], df["good"]
a, b, c, d = train_test_split(X, y, random_state=0)
print(LogisticRegression().fit(a, c).score(b, d))
`;

/** Code, confidence and severity of what the preprocessing rules say. */
const said = async (text: string): Promise<string[]> =>
  (await check([text])).findings.filter((f) => /HLD10[1-4]/.test(f.code)).map((f) => `${f.code} ${f.confidence} ${f.severity}`);

describe("what is only likely, of what a function of the program learns", () => {
  const helper = (line: string): string => `${head}def prepared(df):\n    ${line}\n    return df\ndf = prepared(df)${tail}`;
  it("is a hint, where it fills", async () => {
    const fill = 'df["rain"] = df["rain"].fillna(df["rain"].mean())';
    expect(await said(helper(fill))).toEqual(["HLD101 likely hint"]);
    expect(await said(`${head}${fill}${tail}`)).toEqual(["HLD101 likely warning"]);
  });
  it("is a warning in a lambda, which is handed what stands in its own line", async () => {
    const fill = (by: string): string => `${head}df["rain"] = df.groupby("plot")["rain"].transform(${by})${tail}`;
    expect(await said(fill("lambda x: x.fillna(x.mean())"))).toEqual(["HLD101 likely warning"]);
    expect(await said(fill("filled").replace("df[", "def filled(x):\n    return x.fillna(x.mean())\n\ndf["))).toEqual(["HLD101 likely hint"]);
  });
  it("under whatever name", async () => {
    const fill = (used: string): string =>
      `modes = df[["rain", "sun"]].mode()\n    rows = modes.to_dict(orient="records")\n    first = rows[0]  # of each\n    ${used}`;
    expect(await said(helper(fill("df = df.fillna(first)")))).toEqual(["HLD101 likely hint"]);
    expect(await said(helper(fill('df["rain"] = df["rain"] - first["rain"]')))).toEqual(["HLD101 likely warning"]);
  });
  it("and not, where numbers of all rows choose some", async () => {
    expect(await said(helper('df = df[df["rain"] < df["rain"].quantile(0.9)]'))).toEqual(["HLD101 likely warning"]);
  });
  it("and what is certain is said as ever", async () => {
    expect(await said(helper('df[["rain", "sun"]] = StandardScaler().fit_transform(df[["rain", "sun"]])'))).toEqual(["HLD101 certain warning"]);
  });
});

describe("columns that nobody can list, of a table", () => {
  const made = (chosen: string, target = '"left"'): string => `${head}import json
df["left"] = df.groupby("plot")["day"].transform("max") - df["day"]
def rich(df):
    df["rich"] = df["rain"] > df["rain"].quantile(0.8)
    return df
df = rich(df)
features = ${chosen}
train, test = train_test_split(df, random_state=0)
m = LogisticRegression().fit(train[features], train[${target}])
print(m.score(test[features], test[${target}]))
`;
  const chosen = 'json.load(open("features.json"))';
  it("may be none of those that hold what was learned, and what the target is made with is in the target", async () => {
    expect(await said(made(chosen))).toEqual(["HLD101 likely hint"]);
  });
  it("say nothing of a target that nobody can tell either", async () => {
    const text = made(chosen, "target").replace(
      "features =",
      'target = json.load(open("target.json"))\ndf["sun"] = StandardScaler().fit_transform(df[["sun"]])\nfeatures =',
    );
    expect(await said(text)).toContain("HLD101 likely warning");
  });
  it("are known where they are listed", async () => {
    expect(await said(made('["left", "rich", "sun"]', '"good"'))).toEqual(["HLD101 likely warning", "HLD101 likely warning"]);
    expect(await said(made('["rain", "sun"]'))).toEqual([]);
  });
  it("all hold what was learned for each of them", async () => {
    const text = made(chosen).replace("features =", "df = (df - df.mean()) / df.std()\nfeatures =");
    expect(await said(text)).toContain("HLD101 certain warning");
  });
});

describe("numbers of the target by group", () => {
  const text = (used: string, more = ""): string => `${head}low = df.groupby("plot")["good"].transform("quantile", 0.05)
${used}
df["rain"] = df["rain"].astype(str).str.replace(",", ".").astype(float)
X, y = df[["rain", "sun"${more}]], df["good"]
for a, b in KFold(5).split(X):
    print(LogisticRegression().fit(X.iloc[a], y.iloc[a]).score(X.iloc[b], y.iloc[b]))
`;
  it("by which rows are dropped encode nothing", async () => {
    expect(await said(text('df = df[df["good"] > low]'))).toEqual(["HLD102 likely warning"]);
  });
  it("encode it where they become a column", async () => {
    expect(await said(text('df["low"] = low', ', "low"'))).toEqual(["HLD104 likely error"]);
  });
});

describe("a scaler before answers that are cross-validated", () => {
  const text = (made: string): string => `${head}X, y = df[["rain", "sun"]], df["good"]
X = pd.DataFrame(StandardScaler().fit_transform(X), columns=X.columns)
for name, m in {"a": ${made}, "b": make_pipeline(StandardScaler(), LogisticRegression(C=9))}.items():
    print(name, f1_score(y, cross_val_predict(m, X, y, cv=5)))
`;
  it("is undone where each of the models scales anew in its folds", async () => {
    expect(await said(text("make_pipeline(StandardScaler(), LogisticRegression())"))).toEqual([]);
    expect(await said(text("LogisticRegression()"))).toEqual(["HLD102 certain warning"]);
  });
});

describe("an arm for tables with a column", () => {
  const text = (table: string, asked: string): string => `${head}def prepared(table):
    if ${asked}:
        table["rain"] = StandardScaler().fit_transform(table[["rain"]])
    return table
X, y = prepared(${table}), df["good"]
a, b, c, d = train_test_split(X, y, random_state=0)
print(LogisticRegression().fit(a, c).score(b, d))
`;
  it("is none for those that lack it", async () => {
    for (const asked of ['"good" in table.columns', '"good" in table', 'not ("good" not in table)']) {
      expect(await said(text('df.drop(columns=["good"])', asked)), asked).toEqual([]);
      expect(await said(text('df[["rain", "sun"]]', asked)), asked).toEqual([]);
      expect(await said(text('df.drop(columns=["bad"])', asked)), asked).toHaveLength(1);
    }
  });
});
