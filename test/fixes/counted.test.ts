/** What only counts resampled rows to show them may be shown of the training part. */
import { describe, expect, it } from "vitest";
import { fixedText, reasons } from "./offers.js";
import { head, scored } from "./plants.js";

const text = (counted: string): string => `${head}from collections import Counter
from imblearn.over_sampling import SMOTE
X_more, y_more = SMOTE(random_state=1).fit_resample(X, y)
X_train, X_test, y_train, y_test = train_test_split(X_more, y_more, random_state=4)
${counted}
${scored}`;
const above = "X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=4, stratify=y)\nX_more, y_more = SMOTE";

describe("a count of resampled labels", () => {
  it.each([
    "counts = Counter(y_more)\nprint(counts)",
    "counts = y_more.value_counts()\ncounts.plot.bar()",
    "kinds, counts = np.unique(y_more, return_counts=True)\nprint(kinds, counts)",
  ])("is shown: %s", async (counted) => {
    expect(await fixedText(text(counted), "HLD105")).toContain(above);
  });

  it("goes on to nothing else", async () => {
    const found = await reasons(text("counts = Counter(y_more)\nweights = {k: 1 / v for k, v in counts.items()}\nprint(weights)"), "HLD105");
    expect(found).toContain("`y_more` goes on to `counts = Counter(y_more)`, which would be given the training rows alone.");
  });
});
