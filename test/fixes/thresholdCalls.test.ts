/** A function that goes through thresholds for a trained model and the test rows: it is handed a copy of the model and a validation part. */
import { describe, expect, it } from "vitest";
import { fixedText, reasons, titles } from "./offers.js";
import { head, split } from "./plants.js";

const search = `def search(model, X, y):
    chances = model.predict_proba(X)[:, 1]
    top, best = 0, 0.5
    for limit in np.arange(0.1, 0.9, 0.1):
        score = f1_score(y, chances >= limit)
        if score > top:
            top, best = score, limit
    return best

`;
const models = `models = {"weak": LogisticRegression(C=0.1).fit(X_train, y_train), "strong": LogisticRegression().fit(X_train, y_train)}
`;
const loop = (call: string): string => `for name, model in models.items():
    best = search(${call})
    chances = model.predict_proba(X_test)[:, 1]
    print(name, f1_score(y_test, chances >= best))
`;
const text = (trained = models, call = "model, X_test, y_test"): string =>
  `${head}from sklearn.metrics import f1_score\n${split}${search}${trained}${loop(call)}`;
const cut = "X_fit, X_valid, y_fit, y_valid = train_test_split(X_train, y_train, test_size=0.2, random_state=4)\n";

describe("a function that is handed a model and the test rows to find a threshold", () => {
  it("is handed a copy, trained on a part of the training rows, and the rest of these", async () => {
    const fixed = await fixedText(text(), "HLD201");
    expect(fixed).toContain("from sklearn.base import clone\n");
    expect(fixed.endsWith(`${search}${models}${cut}${loop("clone(model).fit(X_fit, y_fit), X_valid, y_valid")}`)).toBe(true);
  });

  it("is handed them by name, too", async () => {
    const fixed = await fixedText(text(models, "model=model, X=X_test, y=y_test"), "HLD201");
    expect(fixed).toContain("search(model=clone(model).fit(X_fit, y_fit), X=X_valid, y=y_valid)");
  });

  it("stays where the models were trained on different rows, or with more than data and labels", async () => {
    const other = models.replace("LogisticRegression().fit(X_train, y_train)", "LogisticRegression().fit(X_train[:50], y_train[:50])");
    expect(await titles(text(other), "HLD201")).toEqual([]);
    expect((await reasons(text(other), "HLD201")).length).toBe(1);
    const weighed = models.replaceAll("y_train)", "y_train, sample_weight=weights)");
    expect(await titles(text(`weights = np.where(y_train == 1, 2.0, 1.0)\n${weighed}`), "HLD201")).toEqual([]);
  });

  it("stays where it says that its scores are of the test rows", async () => {
    const told = text().replace("    return best\n", '    print("best on the test set:", top)\n    return best\n');
    expect((await reasons(told, "HLD201")).join()).toContain("`search` says that its scores are those of the test rows.");
  });
});
