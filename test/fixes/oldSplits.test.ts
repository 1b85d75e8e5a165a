/** Programs for releases of scikit-learn whose splits know no `shuffle`, and not always `stratify`: no fix gives them either. */
import { describe, expect, it } from "vitest";
import { fixedText, titles, withheld } from "./offers.js";

const series = (from: string, split: string): string => `import pandas as pd
from sklearn.linear_model import LinearRegression
${from}
df = pd.read_csv("rates.csv", index_col="date", parse_dates=True)
df["next"] = df["rate"].shift(-1)
df = df.dropna()
X, y = df[["rate"]], df["next"]
X_train, X_test, y_train, y_test = ${split}(X, y, test_size=0.2)
print(LinearRegression().fit(X_train, y_train).score(X_test, y_test))
`;

describe("a split of sklearn.cross_validation", () => {
  it("is not asked to keep rows in order (HLD108)", async () => {
    const old = "sklearn.cross_validation, which cannot keep rows in order";
    for (const [from, split] of [
      ["from sklearn import cross_validation", "cross_validation.train_test_split"],
      ["from sklearn.cross_validation import train_test_split", "train_test_split"],
      ["import sklearn.cross_validation", "sklearn.cross_validation.train_test_split"],
      ["from sklearn.cross_validation import *", "train_test_split"],
    ] as const)
      expect((await withheld(series(from, split), "HLD108")).join()).toContain(old);
    const either =
      "try:\n    from sklearn.model_selection import train_test_split\nexcept ImportError:\n    from sklearn.cross_validation import train_test_split";
    expect(await titles(series(either, "train_test_split"), "HLD108")).toEqual(["Hold out the last rows: shuffle=False"]);
  });

  it("goes above a resampling as it is written (HLD105)", async () => {
    const text = (module: string): string => `import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.linear_model import LogisticRegression
from ${module} import train_test_split
df = pd.read_csv("calls.csv")
X, y = df[["length", "hour"]], df["spam"]
X_res, y_res = SMOTE().fit_sample(X, y)
X_train, X_test, y_train, y_test = train_test_split(X_res, y_res, test_size=0.2)
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
`;
    expect(await fixedText(text("sklearn.cross_validation"), "HLD105")).toContain("train_test_split(X, y, test_size=0.2)\n");
    expect(await fixedText(text("sklearn.model_selection"), "HLD105")).toContain("train_test_split(X, y, test_size=0.2, stratify=y)\n");
  });
});
