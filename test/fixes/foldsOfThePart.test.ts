/** A part that the program keeps for training, and cross-validates: the test rows are kept out of what is learned, and the folds go on seeing it. */
import { describe, expect, it } from "vitest";
import { fixedText, titles, withheld } from "./offers.js";
import { head } from "./plants.js";

const text = (folds: string, cut = "X_s[:300], X_s[300:]"): string => `${head}from sklearn.model_selection import cross_val_score
X_s = StandardScaler().fit_transform(X)
X_train, X_test = ${cut}
y_train, y_test = y[:300], y[300:]
${folds}print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
`;
const title = "Learn StandardScaler from the training rows alone";

describe("rows that a slice keeps for training", () => {
  it("are learned from alone, and in their folds from those of each round", async () => {
    const folds = text("print(cross_val_score(LogisticRegression(), X_train, y_train).mean())\n");
    expect(await titles(folds, "HLD101")).toEqual([`${title}; make it a Pipeline: fit StandardScaler inside each fold`]);
    const fixed = await fixedText(folds, "HLD101");
    expect(fixed).toContain("X_s = StandardScaler().fit(X[:300]).transform(X)\n");
    expect(fixed).toContain("cross_val_score(make_pipeline(StandardScaler(), LogisticRegression()), X[:300], y_train)");
    expect(await titles(text(""), "HLD101")).toEqual([title]);
  });

  it("are not enough where all rows are cross-validated", async () => {
    expect(await withheld(text("print(cross_val_score(LogisticRegression(), X_s, y).mean())\n"), "HLD101")).not.toEqual([]);
  });
});
