/** A loop over folds in another function than what was learned: the parts of each round are transformed where the loop cuts them. */
import { describe, expect, it } from "vitest";
import { fixedText, withheld } from "./offers.js";

const head = `import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold
from sklearn.preprocessing import StandardScaler
`;
const rounds = (cut: string, body: string, model = "        model = LogisticRegression()\n"): string => `
def rounds(X, y):
    scores = []
    for fit, held in StratifiedKFold(5).split(X, y):
${cut}${model}${body}    return np.mean(scores)

`;
const named = "        X_fit, X_held = X[fit], X[held]\n        y_fit, y_held = y[fit], y[held]\n";
const score = "        scores.append(f1_score(y_held, model.fit(X_fit, y_fit).predict(X_held)))\n";
const scaled = (values: string): string => `df = pd.read_csv("plants.csv")
X, y = df[["leaf", "stem"]]${values}, df["kind"].values
scaler = StandardScaler()
X_s = scaler.fit_transform(X)
print(rounds(X_s, y))
`;

describe("a loop over folds in a function that is given the data", () => {
  it("transforms its parts behind the lines that cut them", async () => {
    const after = await fixedText(`${head}${rounds(named, score)}${scaled(".values")}`, "HLD102");
    expect(after).toContain(`${named}        scaler = StandardScaler()
        X_fit = scaler.fit_transform(X_fit)
        X_held = scaler.transform(X_held)
        model = LogisticRegression()
`);
    expect(after).toContain('df["kind"].values\nprint(rounds(X, y))\n');
  });

  it("gives names to parts that have none, and is handed an array where it was given one", async () => {
    const body = "        scores.append(f1_score(y[held], model.fit(X[fit], y[fit]).predict(X[held])))\n";
    const after = await fixedText(`${head}${rounds("", body)}${scaled("")}`, "HLD102");
    expect(after).toContain("        X_train = scaler.fit_transform(X[fit])\n        X_valid = scaler.transform(X[held])\n        model");
    expect(after).toContain("model.fit(X_train, y[fit]).predict(X_valid)");
    expect(after).toContain("print(rounds(X.values, y))\n");
  });

  it("is given what another function read and no longer transforms", async () => {
    const read = `
def read(path):
    df = pd.read_csv(path)
    words = TfidfVectorizer(min_df=2)
    X = words.fit_transform(df["text"])
    return X, df["kind"].values

`;
    const after = await fixedText(`${head}${read}${rounds(named, score)}X, y = read("reviews.csv")\nprint(rounds(X, y))\n`, "HLD102");
    expect(after).toContain('    df = pd.read_csv(path)\n    return df["text"].values, df["kind"].values\n');
    expect(after).toContain(
      "        words = TfidfVectorizer(min_df=2)\n        X_fit = words.fit_transform(X_fit)\n        X_held = words.transform(X_held)\n",
    );
  });

  const apart = "The learning and the loop over the folds do not stand in one line of statements.";
  it.each([
    ["data that the loop reads once more", rounds(named, `        print(X.mean())\n${score}`), scaled(".values")],
    [
      "models that are asked about other rows",
      rounds(named, `${score}        print(model.predict(others))\n`),
      `others = np.ones((3, 2))\n${scaled(".values")}`,
    ],
    [
      "models that are asked about a table of other rows",
      rounds(named, `${score}        asked = pd.DataFrame(others)\n        print(model.predict(asked))\n`),
      `others = np.ones((3, 2))\n${scaled(".values")}`,
    ],
    ["models that are kept", rounds(named, `${score}        kept.append(model)\n`), `kept = []\n${scaled(".values")}`],
    ["data that are given as they are elsewhere", rounds(named, score), `${scaled(".values")}print(rounds(X, y))\n`],
    ["rows that are picked of a table, of what may be none", rounds(named.replace(/X\[/g, "X.iloc["), score), scaled(".values")],
  ])("is left with %s", async (_what, loop, calls) => {
    expect(await withheld(`${head}${loop}${calls}`, "HLD102")).toContain(apart);
  });
});
