/** Folds of data that is called as what it was made of: the loop learns from that as it was before. */
import { describe, expect, it } from "vitest";
import { fixedText, reasons } from "./offers.js";

const program = (between: string, prepared = "X = X_scaled"): string => `import numpy as np
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.metrics import r2_score
from sklearn.model_selection import KFold
from sklearn.preprocessing import StandardScaler
df = pd.read_csv("leaves.csv")
X = df.drop(columns="size")
y = df["size"]
scaler = StandardScaler()
X_scaled = scaler.fit_transform(X)
${prepared}
${between}for train, valid in KFold(5).split(X, y):
    model = Ridge().fit(X[train], y.iloc[train])
    print(r2_score(y.iloc[valid], model.predict(X[valid])))
`;

describe("a variable that holds the scaled rows from some line on", () => {
  it("is kept as it was before, where something else reads it beside the loop", async () => {
    expect(await fixedText(program("guesses = np.zeros(len(X))\n"), "HLD102")).toContain(`scaler = StandardScaler()
X_raw = X
X_scaled = scaler.fit_transform(X)
X = X_scaled
guesses = np.zeros(len(X))
for train, valid in KFold(5).split(X, y):
    X_scaled_fold = clone(scaler).fit(X_raw.iloc[train]).transform(X_raw)
    X_fold = X_scaled_fold
    model = Ridge().fit(X_fold[train], y.iloc[train])
    print(r2_score(y.iloc[valid], model.predict(X_fold[valid])))
`);
  });

  it("is not kept where columns are written into it first", async () => {
    const text = program("guesses = np.zeros(len(X))\n", 'X["more"] = 1\nX = X_scaled');
    expect(await reasons(text, "HLD102")).toEqual(["`X` is changed before the loop over the folds."]);
  });
});
