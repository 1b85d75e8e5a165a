/** Rows that are resampled, split, and cross-validated as well: the training part is resampled, and each fold by a pipeline. */
import { describe, expect, it } from "vitest";
import { fixedText, reasons, titles } from "./offers.js";
import { head, scored } from "./plants.js";

const text = (resampled: string, data: string, shown = "", model = "LogisticRegression()"): string => `${head}from imblearn.over_sampling import SMOTE
from sklearn.model_selection import cross_val_score
sampler = SMOTE(random_state=1)
${resampled} = sampler.fit_resample(X, y)
${shown}X_train, X_test, y_train, y_test = train_test_split(${data}, random_state=4)
${scored}print(cross_val_score(${model}, ${data}, cv=5).mean())
`;

describe("rows that are resampled before both a split and a cross-validation", () => {
  it("are resampled below the split, and the folds take them as they were", async () => {
    const program = text("X_more, y_more", "X_more, y_more");
    expect((await titles(program, "HLD105")).join()).toContain("Resample the training part only, and inside each fold");
    const after = await fixedText(program, "HLD105");
    expect(after).toContain("train_test_split(X, y, random_state=4, stratify=y)\nX_train, y_train = sampler.fit_resample(X_train, y_train)\n");
    expect(after).toContain("print(cross_val_score(make_pipeline(sampler, LogisticRegression()), X, y, cv=5).mean())\n");
    expect(after).not.toContain("X_more");
  });

  it("keep a name where they are overwritten, and others look at the copies", async () => {
    const after = await fixedText(text("X, y", "X, y", "print(y.value_counts())\n"), "HLD105");
    expect(after).toContain("X_raw, y_raw = X, y\n");
    expect(after).toContain("X, y = sampler.fit_resample(X_train, y_train)\nprint(y.value_counts())\nX_train, y_train = X, y\n");
    expect(after).toContain("cross_val_score(make_pipeline(sampler, LogisticRegression()), X_raw, y_raw, cv=5)");
  });

  it("must not go on to anything else", async () => {
    const program = text("X_more, y_more", "X_more, y_more").replace(scored, `${scored}final = LogisticRegression().fit(X_more, y_more)\n`);
    expect((await reasons(program, "HLD105")).join("\n")).toContain("`X_more` goes on to `final = ");
  });
});

describe("a search in a function, on a training part that shares copies with the test part", () => {
  const text = `${head}from imblearn.over_sampling import SMOTE
from sklearn.model_selection import GridSearchCV
def searched(X_train, y_train, X_test, y_test):
    search = GridSearchCV(LogisticRegression(), {"C": [0.1, 1]}, refit=True)
    search.fit(X_train, y_train)
    print(search.best_params_, search.score(X_test, y_test))
X_more, y_more = SMOTE(random_state=1).fit_resample(X, y)
print(y_more.value_counts())
X_train, X_test, y_train, y_test = train_test_split(X_more, y_more, random_state=4)
searched(X_train, y_train, X_test, y_test)
`;

  it("is left with copies of its own rows alone, which the title says", async () => {
    const [title] = await titles(text, "HLD105");
    expect(title).toBe("Resample the training part only; cross-validation still sees copies of its rows");
    const after = await fixedText(text, "HLD105");
    expect(after).toContain("train_test_split(X, y, random_state=4, stratify=y)\nX_more, y_more = SMOTE(random_state=1).fit_resample(X_train, y_train)\n");
  });
});
