/** A loop over the rounds of a splitter whose last round is trained on and scored behind it: what was learned of all rows is learned in each round. */
import { describe, expect, it } from "vitest";
import { fixedText, titles, withheld } from "./offers.js";

const head = `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedShuffleSplit, cross_val_score
from sklearn.preprocessing import StandardScaler
df = pd.read_csv("plants.csv")
X, y = df[["leaf", "stem"]].values, df["kind"].values
scaler = StandardScaler()
`;
const scaled = "X_scaled = scaler.fit_transform(X)\n";
const split = "splitter = StratifiedShuffleSplit(n_splits=1, test_size=0.2, random_state=42)\n";
const rounds = (data = "X_scaled", lines = "", made = data): string => `for train, test in splitter.split(${data}, y):
${lines}    X_train, X_test = ${made}[train], ${made}[test]
    y_train, y_test = y[train], y[test]
`;
const scored = "model = LogisticRegression().fit(X_train, y_train)\nprint(model.score(X_test, y_test))\n";
const anew = "    X_scaled_fold = scaler.fit(X[train]).transform(X)\n";
const title = "Learn StandardScaler in each round, from the training rows of the round";

describe("what a splitter of one round leaves behind its loop (HLD101)", () => {
  it("is learned in the round", async () => {
    expect(await titles(`${head}${scaled}${split}${rounds()}${scored}`, "HLD101")).toEqual([title]);
    const after = await fixedText(`${head}${scaled}${split}${rounds()}${scored}`, "HLD101");
    expect(after).toBe(`${head}${split}${rounds("X", anew, "X_scaled_fold")}${scored}`);
  });

  it("may be split by a name, and predicted before it is scored", async () => {
    const named = rounds().replace("splitter.split(X_scaled, y)", "parts");
    const predicted = scored.replace("print(model.score(X_test, y_test))", "kinds = model.predict(X_test)\nprint((kinds == y_test).mean())");
    const after = await fixedText(`${head}${scaled}${split}parts = splitter.split(X_scaled, y)\n${named}${predicted}`, "HLD101");
    expect(after).toContain("    X_scaled_fold = ");
    expect(after).toContain("    X_train, X_test = X_scaled_fold[train], X_scaled_fold[test]\n");
  });

  it("is kept from the test part where folds of the training part go on seeing it", async () => {
    const text = `${head}${scaled}${split}${rounds()}${scored}print(cross_val_score(LogisticRegression(), X_train, y_train).mean())\n`;
    expect(await titles(text, "HLD101")).toContain(`${title}; cross-validation still sees it, as HLD102`);
  });

  it.each([
    [`${scaled}${split}${rounds()}${scored}print(model.predict(scaler.transform([[1, 2]])))\n`, "the scaler prepares other rows for the model"],
    [`${scaled}${split}${rounds().replace("\n    y_train", "\nelse:\n    y_train")}${scored}`, "the parts are not those of a round alone"],
    [`${scaled}X_scaled = X_scaled[:90]\ny = y[:90]\n${split}${rounds()}${scored}`, "the splitter cuts other rows"],
  ])("stays where %j: %s", async (body) => {
    expect(await withheld(`${head}${body}`, "HLD101")).not.toEqual([]);
  });
});
