/** HLD101, HLD102 and HLD104: what functions of the program learn, and what becomes of it. */
import { describe, expect, it } from "vitest";
import { check } from "../helpers/check.js";

const head = `import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold, cross_val_score, train_test_split
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
  it("and not, where numbers of all rows choose some", async () => {
    expect(await said(helper('df = df[df["rain"] < df["rain"].quantile(0.9)]'))).toEqual(["HLD101 likely warning"]);
  });
  it("and what is certain is said as ever", async () => {
    expect(await said(helper('df[["rain", "sun"]] = StandardScaler().fit_transform(df[["rain", "sun"]])'))).toEqual(["HLD101 certain warning"]);
  });
});
