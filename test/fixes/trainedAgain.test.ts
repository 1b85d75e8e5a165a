/** What a search over oversampled rows found, trained once more on them; and searches of a part of rows that were all scaled. */
import { describe, expect, it } from "vitest";
import { fixedText, titles } from "./offers.js";
import { head, split } from "./plants.js";

const more = (used: string): string => `${head}from imblearn.over_sampling import SMOTE
from sklearn.model_selection import GridSearchCV
${split}scaler = StandardScaler()
X_train_s = scaler.fit_transform(X_train)
X_test_s = scaler.transform(X_test)
smote = SMOTE(random_state=0)
X_more, y_more = smote.fit_resample(X_train_s, y_train)
search = GridSearchCV(LogisticRegression(), {"C": [1, 2]})
search.fit(X_more, y_more)
best = search.best_estimator_
${used}print(best.predict(X_test_s))
`;

describe("the best model of a search over oversampled rows, trained on them once more", () => {
  it("is given the rows before they are oversampled, which it does itself now", async () => {
    const fixed = await fixedText(more("best.fit(X_more, y_more)\n"), "HLD105");
    expect(fixed).toContain("search.fit(X_train_s, y_train)\nbest = search.best_estimator_\nbest.fit(X_train_s, y_train)\nprint(best.predict(X_test_s))\n");
    expect(fixed).not.toContain("fit_resample");
  });

  it("is given them before they are scaled, where that goes into the folds too", async () => {
    const text = more("best.fit(X_more, y_more)\n");
    expect(await titles(text, "HLD102")).toEqual(["Resample inside each fold; make it a Pipeline: fit StandardScaler inside each fold"]);
    const fixed = await fixedText(text, "HLD102");
    expect(fixed).toContain("GridSearchCV(make_pipeline(scaler, smote, LogisticRegression())");
    expect(fixed).toContain("best.fit(X_train, y_train)\nprint(best.predict(X_test))\n");
  });

  it("keeps what it was given where that is something else, or is something else before by then", async () => {
    expect(await fixedText(more("best.fit(X_more, y_more > 1)\n"), "HLD105")).toContain("best.fit(X_more, y_more > 1)\n");
    expect(await fixedText(more("X_train_s = X_train_s * 2\nbest.fit(X_more, y_more)\n"), "HLD105")).toContain("best.fit(X_more, y_more)\n");
  });
});

describe("a search of the training part of rows that were all scaled", () => {
  it("scales in its folds, and what else is trained gets what the training part was scaled by", async () => {
    const text = `${head}from sklearn.model_selection import GridSearchCV
X, y = df[["leaf", "stem"]], df["kind"]
X = StandardScaler().fit_transform(X)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)
other = LogisticRegression().fit(X_train, y_train)
search = GridSearchCV(LogisticRegression(), {"C": [1, 2]}).fit(X_train, y_train)
print(search.best_score_)
`;
    const title = "Split first, then fit StandardScaler on the training part; make it a Pipeline: fit StandardScaler inside each fold";
    expect(await titles(text, "HLD102")).toEqual([title]);
    const fixed = await fixedText(text, "HLD102");
    expect(fixed).toContain("X_train_raw = X_train\nX_train = scaler.fit_transform(X_train)\n");
    expect(fixed).toContain('GridSearchCV(make_pipeline(scaler, LogisticRegression()), {"logisticregression__C": [1, 2]}).fit(X_train_raw, y_train)');
  });

  it("is not cured by the fix of another one", async () => {
    const text = `${head}from sklearn.decomposition import PCA
from sklearn.model_selection import GridSearchCV
X, y = df[["leaf", "stem"]], df["kind"]
X = StandardScaler().fit_transform(X)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)
X_less = np.log(X_train)
pca = PCA(1)
X_one = pca.fit_transform(df[["root"]])
print(GridSearchCV(LogisticRegression(), {"C": [1, 2]}).fit(X_less, y_train).best_score_)
search = GridSearchCV(LogisticRegression(), {"C": [1, 2]}).fit(X_one, y)
print(search.best_score_)
`;
    expect(await titles(text, "HLD102")).toEqual(["Make it a Pipeline: fit PCA inside each fold"]);
  });

  it("leaves its folds as they are rather than to cure others", async () => {
    const text = `${head}from sklearn.decomposition import PCA
from sklearn.model_selection import cross_val_score
X, y = df[["leaf", "stem"]], df["kind"]
X_one = PCA(1).fit_transform(df[["root"]])
print(cross_val_score(LogisticRegression(), X_one, y).mean())
X = StandardScaler().fit_transform(X)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)
print(cross_val_score(LogisticRegression(), np.log(X_train), y_train).mean())
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
`;
    expect(await titles(text, "HLD101")).toEqual(["Split first, then fit StandardScaler on the training part; cross-validation still sees it, as HLD102"]);
  });
});
