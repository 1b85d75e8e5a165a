/** The hover's steps: the way of the rows behind a name, in the order in which it happened. */
import { describe, expect, it } from "vitest";
import { sourceId } from "../../server/src/base/span.js";
import { noFiles } from "../../server/src/program/program.js";
import { testEngine } from "../helpers/check.js";

/** "line: message" for each step of the last place of `name`. */
async function wayOf(name: string, text: string): Promise<string[]> {
  const analysis = (await testEngine()).open(noFiles);
  analysis.update({ path: "/test/program.py", kind: "script", units: [{ source: sourceId("script"), text, cell: null }] });
  const at = [...text.matchAll(new RegExp(`\\b${name}\\b`, "g"))].at(-1)?.index ?? -1;
  const hover = analysis.hover(sourceId("script"), at);
  analysis.dispose();
  return (hover?.steps ?? []).map((step) => `${text.slice(0, step.at.start).split("\n").length}: ${step.message}`);
}

const head = `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import KFold, train_test_split
from sklearn.preprocessing import StandardScaler
df = pd.read_csv("data.csv")
X, y = df[["age"]], df["sick"]
`;

describe("the way of rows", () => {
  it("leads from the file over what is learned to the cut", async () => {
    const text = `${head}X = StandardScaler().fit_transform(X)
A, B, a, b = train_test_split(X, y, random_state=0)
`;
    expect(await wayOf("B", text)).toEqual([
      "6: rows of `data.csv` are read",
      "8: `StandardScaler` learns from `X`",
      "9: `train_test_split` cuts off the test part, at random",
    ]);
    // The labels went past the scaler.
    expect(await wayOf("b", text)).toEqual(["6: rows of `data.csv` are read", "9: `train_test_split` cuts off the test part, at random"]);
  });

  it("tells what is learned after the cut after it, and two cuts in their order", async () => {
    const text = `${head}A, T, a, t = train_test_split(X, y, random_state=0, stratify=y)
B, V, b, v = train_test_split(A, a, random_state=1)
scaler = StandardScaler().fit(B)
W = scaler.transform(V)
`;
    expect(await wayOf("W", text)).toEqual([
      "6: rows of `data.csv` are read",
      "8: `train_test_split` cuts off the train part, at random, stratified",
      "9: `train_test_split` cuts off the test part, at random",
      "10: `StandardScaler` learns from `B`",
    ]);
    expect((await wayOf("scaler", text)).at(-1)).toBe("10: `StandardScaler` learns from `B`");
  });

  it("of a model ends with its training, and of a score with the metric", async () => {
    const text = `${head}A, B, a, b = train_test_split(X, y, random_state=0)
model = LogisticRegression().fit(A, a)
guess = model.predict(B)
score = accuracy_score(b, guess)
print(model, guess, score)
`;
    const cut = "8: `train_test_split` cuts off the train part, at random";
    expect(await wayOf("model", text)).toEqual(["6: rows of `data.csv` are read", cut, "9: `LogisticRegression` is trained"]);
    expect((await wayOf("guess", text)).at(-1)).toBe("10: `LogisticRegression` predicts");
    expect(await wayOf("score", text)).toEqual(["6: rows of `data.csv` are read", cut, "9: `LogisticRegression` is trained", "11: `accuracy` is computed"]);
  });

  it("names folds, slices, conditions, lags and resampling", async () => {
    const text = `${head}from imblearn.over_sampling import SMOTE
for i, j in KFold(5).split(X):
    fold = X.iloc[j]
    print(fold)
first = df[:100]
grown = df[df["age"] > 18]
df["before"] = df["age"].shift(1)
more, labels = SMOTE().fit_resample(X, y)
print(first, grown, more, df)
`;
    expect((await wayOf("fold", text)).at(-1)).toBe("9: `KFold` cuts off the test fold, in order");
    expect((await wayOf("first", text)).at(-1)).toMatch(/^12: a slice of rows is taken$/);
    expect((await wayOf("grown", text)).at(-1)).toMatch(/^13: rows are kept by a condition$/);
    expect((await wayOf("more", text)).at(-1)).toBe("15: `SMOTE` makes rows from all of them");
    expect((await wayOf("df", text)).at(-1)).toBe("14: `shift` brings in values of earlier rows");
  });

  it("is empty for names without rows, and for code that is broken", async () => {
    expect(await wayOf("n", "n = 3\nprint(n)\n")).toEqual([]);
    expect(await wayOf("df", "df = = 1\nprint(df\n")).toEqual([]);
  });
});
