/** What is learned from rows that are copied before they are split, or cut into folds: resampled later first. */
import { describe, expect, it } from "vitest";
import { fixedText, titles, withheld } from "./offers.js";
import { head } from "./plants.js";

const scored = `model = LogisticRegression().fit(X_train, y_train)
print(balanced_accuracy_score(y_test, model.predict(X_test)))
`;
const fill = 'df["leaf"] = df["leaf"].fillna(df["leaf"].mean())\n';
const again = "X_more, y_more = SMOTE(random_state=0).fit_resample(X, y)\n";
const text = (between = again, cut = "X_more, y_more"): string => `${head}from imblearn.over_sampling import SMOTE
from sklearn.metrics import balanced_accuracy_score
${fill}X, y = df[["leaf", "stem"]], df["kind"]
${between}X_train, X_test, y_train, y_test = train_test_split(${cut}, test_size=0.25, random_state=4)
${scored}`;

describe("copies of rows between what learns and a split", () => {
  it("are made of the training part, and the training part alone is learned from", async () => {
    expect(await titles(text(), "HLD101")).toEqual([
      'Resample the training part only; draw the training rows first, and learn the mean of df["leaf"] from them alone',
    ]);
    const fixed = await fixedText(text(), "HLD101");
    expect(fixed).toContain(`train_rows, test_rows = train_test_split(np.arange(len(df)), test_size=0.25, random_state=4, stratify=y)
df["leaf"] = df["leaf"].fillna(df["leaf"].iloc[train_rows].mean())
X, y = df[["leaf", "stem"]], df["kind"]
X_train, X_test, y_train, y_test = X.iloc[train_rows], X.iloc[test_rows], y.iloc[train_rows], y.iloc[test_rows]
X_train, y_train = SMOTE(random_state=0).fit_resample(X_train, y_train)
`);
  });

  it("take the comment above them along", async () => {
    const fixed = await fixedText(text(`# balanced\n${again}\n`), "HLD105");
    expect(fixed).toContain("stratify=y)\n# balanced\nX_train, y_train = SMOTE(random_state=0).fit_resample(X_train, y_train)\n");
    expect(fixed.match(/# balanced/g)).toHaveLength(1);
  });

  it("do not matter where they are made after the split", async () => {
    const after = text("", "X, y").replace(scored, `X_train, y_train = SMOTE(random_state=0).fit_resample(X_train, y_train)\n${scored}`);
    expect(await titles(after, "HLD101")).toEqual(['Draw the training rows first, and learn the mean of df["leaf"] from them alone']);
  });

  it("leave both as they are where they are used beside the split", async () => {
    expect(await withheld(text(`${again}X_more = X_more * 2\nprint(X_more)\n`), "HLD101")).not.toEqual([]);
  });
});
