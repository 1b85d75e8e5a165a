/** Training rows that were resampled before a choice: the validation part is cut from them as they were, and the rest is resampled alone. */
import { describe, expect, it } from "vitest";
import { fixedText, withheld } from "./offers.js";
import { head, split } from "./plants.js";

const loop = (x: string, y: string, more = ""): string => `best = 0
for c in [0.1, 1, 10]:
    model = LogisticRegression(C=c)
    model.fit(${x}, ${y})
${more}    score = model.score(X_test, y_test)
    if score > best:
        best, chosen = score, c
model = LogisticRegression(C=chosen).fit(${x}, ${y})
print(model.score(X_test, y_test))
`;
const sampler = "from imblearn.over_sampling import SMOTE\nsmote = SMOTE(random_state=1)\n";
const cut = "X_fit, X_valid, y_fit, y_valid = train_test_split(X_train, y_train, test_size=0.2, random_state=4, stratify=y_train)\n";

describe("a choice after rows were resampled", () => {
  it("is made on a part of the rows before, and the rest is resampled without it", async () => {
    const made = "# Even classes\nX_more, y_more = smote.fit_resample(X_train, y_train)\n";
    const fixed = await fixedText(head + split + sampler + made + loop("X_more", "y_more"), "HLD201");
    expect(fixed).toContain("X_more_fit, y_more_fit = smote.fit_resample(X_fit, y_fit)\n");
    expect(fixed).toContain("    model.fit(X_more_fit, y_more_fit)\n    score = model.score(X_valid, y_valid)\n");
    expect(fixed.endsWith("model = LogisticRegression(C=chosen).fit(X_more, y_more)\nprint(model.score(X_test, y_test))\n")).toBe(true);
  });

  it("is made so where the rows keep their names", async () => {
    const made = "X_train, y_train = smote.fit_resample(X_train, y_train)\n";
    const fixed = await fixedText(head + split + sampler + made + loop("X_train", "y_train"), "HLD201");
    expect(fixed).toContain(`X_fit, y_fit = smote.fit_resample(X_fit, y_fit)\n${made}`);
    expect(fixed).toMatch(/X_fit, X_valid, y_fit, y_valid = train_test_split\(X_train, y_train, .*\)\nX_fit, y_fit = /);
    expect(fixed).toContain("    model.fit(X_fit, y_fit)\n    score = model.score(X_valid, y_valid)\n");
  });

  it("is made in folds that resample where the loop reads the rows before", async () => {
    const made = "X_more, y_more = smote.fit_resample(X_train, y_train)\n";
    const told = "    print(model.score(X_train, y_train))\n";
    const fixed = await fixedText(head + split + sampler + made + loop("X_more", "y_more", told), "HLD201");
    expect(fixed).toContain("from imblearn.pipeline import make_pipeline\n");
    expect(fixed).toContain(`    model.fit(X_more, y_more)\n${told}    score = cross_val_score(make_pipeline(smote, model), X_train, y_train, cv=5).mean()\n`);
  });

  it("stays where they were scaled by themselves", async () => {
    const made = "X_more, y_more = smote.fit_resample(X_train, y_train)\n";
    const reason = "the training rows were resampled";
    const scaled = "scaler = StandardScaler()\nX_train = scaler.fit_transform(X_train)\nX_test = scaler.transform(X_test)\n";
    expect((await withheld(head + split + scaled + sampler + made + loop("X_more", "y_more"), "HLD201")).join().toLowerCase()).toContain(reason);
  });

  it("says in the cut how even the classes were", async () => {
    const made = "X_more, y_more = smote.fit_resample(X_train, y_train)\n";
    expect(await fixedText(head + split.replace(")\n", ", stratify=y)\n") + sampler + made + loop("X_more", "y_more"), "HLD201")).toContain(cut);
  });
});

describe("a training that stops by the test rows after rows were resampled", () => {
  const text = (more = "", stop = "(X_test, y_test)"): string => `import xgboost as xgb
${head}${split}${sampler}X_more, y_more = smote.fit_resample(X_train, y_train)
model = xgb.XGBClassifier(early_stopping_rounds=10)
model.fit(X_more, y_more, eval_set=[${stop}])
print(model.score(X_test, y_test))
${more}`;

  it("stops by a part of the rows before, and the rest alone is resampled where nobody else reads it", async () => {
    const fixed = await fixedText(text(), "HLD202");
    expect(fixed).toContain("X_more, y_more = smote.fit_resample(X_fit, y_fit)\n");
    expect(fixed).toContain("model.fit(X_more, y_more, eval_set=[(X_valid, y_valid)])");
  });

  it("leaves the resampled rows to others", async () => {
    const fixed = await fixedText(text("other = LogisticRegression().fit(X_more, y_more)\nprint(other.score(X_test, y_test))\n"), "HLD202");
    expect(fixed).toContain("X_more_fit, y_more_fit = smote.fit_resample(X_fit, y_fit)\nX_more, y_more = smote.fit_resample(X_train, y_train)\n");
    expect(fixed).toContain("model.fit(X_more_fit, y_more_fit, eval_set=[(X_valid, y_valid)])");
  });

  it("stays where it is shown the rows before, too", async () => {
    expect((await withheld(text("", "(X_train, y_train), (X_test, y_test)"), "HLD202")).length).toBeGreaterThan(0);
  });
});
