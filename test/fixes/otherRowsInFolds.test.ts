/** Loops over folds whose models predict other rows as well: these are prepared by the transformer of the round. */
import { describe, expect, it } from "vitest";
import { fixedText, withheld } from "./offers.js";

const head = `import numpy as np
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import KFold
from sklearn.preprocessing import StandardScaler
train, test = pd.read_csv("train.csv"), pd.read_csv("test.csv")
y = train.pop("y").values
scaler = StandardScaler()
`;
const loop = (rows: string): string => `held, guess = np.zeros(len(y)), np.zeros(len(test))
for fit, valid in KFold(5).split(X):
    model = Ridge().fit(X${rows}[fit], y[fit])
    held[valid] = model.predict(X${rows}[valid])
    guess += model.predict(X_test) / 5
print(mean_squared_error(y, held))
`;
/** The lines that the loop begins with. */
const round = (after: string): string => (/KFold\(5\)\.split\(\w+\):\n((?: {4}\w*_fold.*\n)*)/.exec(after) as RegExpExecArray)[1] as string;

describe("rows that the models of the rounds predict besides", () => {
  it("are prepared by the transformer that was fitted in the round", async () => {
    const after = await fixedText(
      `${head}X = scaler.fit_transform(train)
X_test = scaler.transform(test)
${loop("")}`,
      "HLD102",
    );
    expect(round(after)).toBe(`    scaler_fold = clone(scaler)
    X_fold = scaler_fold.fit(train.iloc[fit]).transform(train)
    X_test_fold = scaler_fold.transform(test)
`);
    expect(after).toContain("guess += model.predict(X_test_fold) / 5");
  });

  it("are kept as they were where they are overwritten, column by column too", async () => {
    const whole = await fixedText(
      `${head}X, X_test = train, test
X = scaler.fit_transform(X)
X_test = scaler.transform(X_test)
print(X_test.shape)
${loop("")}`,
      "HLD102",
    );
    expect(whole).toContain("X_raw = X\nX = scaler.fit_transform(X)\nX_test_raw = X_test\nX_test = scaler.transform(X_test)\n");
    expect(round(whole)).toContain("    X_test_fold = scaler_fold.transform(X_test_raw)\n");
    const columns = await fixedText(
      `${head}X, X_test = train.copy(), test.copy()
few = ["a", "b"]
X[few] = scaler.fit_transform(X[few])
X_test[few] = scaler.transform(X_test[few])
print(X_test.shape)
${loop(".iloc")}`,
      "HLD102",
    );
    expect(round(columns)).toBe(`    scaler_fold = clone(scaler)
    X_fold = X_raw.copy()
    X_fold[few] = scaler_fold.fit(X_raw[few].iloc[fit]).transform(X_raw[few])
    X_test_fold = X_test_raw.copy()
    X_test_fold[few] = scaler_fold.transform(X_test_raw[few])
`);
  });

  it("are left where they were fitted to themselves, or by an object that is another by then", async () => {
    for (const own of ["X_test = scaler.fit_transform(test)", "scaler = StandardScaler().fit(test)\nX_test = scaler.transform(test)"]) {
      const after = await fixedText(
        `${head}X = scaler.fit_transform(train)
${own}
${loop("")}`,
        "HLD102",
      );
      expect(after).toContain("guess += model.predict(X_test) / 5");
    }
  });

  it("are left alone where the model of the last round predicts them behind the loop: another fit prepared them", async () => {
    const text = (made: string, behind: string): string => `${head}X = scaler.fit_transform(train)
X_test = scaler.transform(test)
${made}for fit, valid in KFold(5).split(X):
    model.fit(X[fit], y[fit])
    print(mean_squared_error(y[valid], model.predict(X[valid])))
${behind}`;
    expect(await withheld(text("model = Ridge()\n", "guess = model.predict(X_test)\n"), "HLD102")).toContain(
      "`model` is trained in the loop over the folds and asked behind it about rows that another fit prepared.",
    );
    for (const behind of ["model.fit(X, y)\nguess = model.predict(X_test)\n", "print(model.coef_)\n"])
      expect(await fixedText(text("model = Ridge()\n", behind), "HLD102")).toContain("    X_fold = clone(scaler).fit(train.iloc[fit]).transform(train)\n");
  });
});
