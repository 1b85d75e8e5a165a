/** A function that splits what it is handed, which was resampled before: it is handed the sampler, and resamples the training part. */
import { describe, expect, it } from "vitest";
import { fixedText, reasons } from "./offers.js";
import { head } from "./plants.js";

const text = (calls: string, body = ""): string => `${head}from imblearn.over_sampling import SMOTE
def scored(X, y, model):
    # A quarter is held out.
    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=4)
${body}    model.fit(X_train, y_train)
    print(model.score(X_test, y_test))
scored(X, y, LogisticRegression())
smote = SMOTE(random_state=1)
${calls}`;
const resampled = "X_more, y_more = smote.fit_resample(X, y)\nscored(X_more, y_more, LogisticRegression())\n";

describe("a function that splits", () => {
  it("is handed the sampler by the call that was handed copies", async () => {
    const after = await fixedText(text(resampled), "HLD105");
    expect(after).toContain("def scored(X, y, model, sampler=None):\n");
    expect(after).toContain("    if sampler is not None:\n        X_train, y_train = sampler.fit_resample(X_train, y_train)\n    model.fit(");
    expect(after).toContain("scored(X, y, LogisticRegression())\nsmote = SMOTE(random_state=1)\nscored(X, y, LogisticRegression(), sampler=smote)\n");
    // By its name, the last of what is handed over changes in the same place.
    const named = resampled.replace("(X_more, y_more, LogisticRegression())", "(model=LogisticRegression(), X=X_more, y=y_more)");
    expect(await fixedText(text(named), "HLD105")).toContain("scored(model=LogisticRegression(), X=X, y=y, sampler=smote)\n");
  });

  it("goes on with the parameter that it has for that", async () => {
    const other = "scored(X, y, LogisticRegression(), balance=SMOTE(random_state=2))\n";
    const does = "    if balance is not None:\n        X_train, y_train = balance.fit_resample(X_train, y_train)\n";
    const program = text(`${other}${resampled}`, does).replace("y, model):", "y, model, balance=None):");
    const after = await fixedText(program, "HLD105");
    expect(after).toContain("scored(X, y, LogisticRegression(), balance=smote)\n");
    expect(after).not.toContain("sampler");
  });

  it("is handed none where somebody else uses the copies, or the data change before the call", async () => {
    const used = await reasons(text(`${resampled}print(y_more.mean())\n`), "HLD105");
    expect(used).toContain("`print(y_more.mean())` uses what is resampled too.");
    const changed = await reasons(text(resampled.replace("\n", "\nX = X.fillna(0)\n")), "HLD105");
    expect(changed).toContain("`X` is another thing by then.");
  });
});
