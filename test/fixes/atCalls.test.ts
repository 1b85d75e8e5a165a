/** A function that cross-validates what it is given: pipeline and data are handed over where it is called. */
import { describe, expect, it } from "vitest";
import { fixedText, withheld } from "./offers.js";
import { head, split } from "./plants.js";

const text = (body: string, calls: string, params = "model, X, y"): string => `${head}from sklearn.model_selection import cross_val_score
${split}scaler = StandardScaler()
X_train_s = scaler.fit_transform(X_train)
X_test_s = scaler.transform(X_test)


def judged(${params}):
    print(X.shape, cross_val_score(model, X, y).mean())
${body}

${calls}`;
const both = "judged(LogisticRegression(), X_train_s, y_train)\njudged(model=LogisticRegression(C=2), X=X_train_s, y=y_train)\n";

describe("a function that cross-validates model and data that it is given", () => {
  it("is given pipelines and the data as they were", async () => {
    const fixed = await fixedText(text("", both), "HLD102");
    expect(fixed).toContain(
      "judged(make_pipeline(scaler, LogisticRegression()), X_train, y_train)\njudged(model=make_pipeline(scaler, LogisticRegression(C=2)), X=X_train, y=y_train)\n",
    );
    expect(fixed).not.toContain("X_train_s");
  });

  it("keeps what it is given where nothing was learned before", async () => {
    const fixed = await fixedText(text("", `${both}judged(LogisticRegression(), X, y)\n`), "HLD102");
    expect(fixed).toContain("judged(LogisticRegression(), X, y)\n");
  });

  it("may train the model, ask it about other data, and hand it back to be asked", async () => {
    const body = "    print(cross_val_score(model, X, y, scoring='f1').mean())\n    model.fit(X, y)\n    print(model.score(other, y_test))\n    return model\n";
    const calls = "own = judged(LogisticRegression(), X_train_s, y_train, X_test_s)\nprint(own.predict(X_test_s))\n";
    const fixed = await fixedText(text(body, calls, "model, X, y, other"), "HLD102");
    expect(fixed).toContain("own = judged(make_pipeline(scaler, LogisticRegression()), X_train, y_train, X_test)\nprint(own.predict(X_test))\n");
  });

  it.each([
    ["    print(model.coef_)\n", both, "`model` is used in `print(model.coef_)` too."],
    ["    np.save('rows', X)\n", both, "`X` is used in `np.save('rows', X)` too."],
    ["    return model\n", "own = judged(LogisticRegression(), X_train_s, y_train)\nprint(own.coef_)\n", "`own` is used in `print(own.coef_)` too."],
    ["", `${both}run(judged)\n`, "`judged` is handed on in `run(judged)`."],
  ])("is left where it does more: %s%s", async (body, calls, reason) => {
    expect(await withheld(text(body, calls), "HLD102")).toContain(reason);
  });
});
