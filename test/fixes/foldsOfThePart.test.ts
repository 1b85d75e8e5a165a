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

describe("rows before a day that are kept for training", () => {
  const dated = (validated: string): string => `import datetime
import pandas as pd
from sklearn.metrics import mean_absolute_error
from sklearn.neighbors import KNeighborsRegressor
from sklearn.preprocessing import RobustScaler
sales = pd.read_csv("sales.csv")
sales["day"] = pd.to_datetime(sales["day"])
sales["km"] = RobustScaler().fit_transform(sales[["km"]].values)
kept = sales.drop(["week"], axis=1)
train = kept[kept["day"] < "2015-06-19"]
test = kept[kept["day"] >= "2015-06-19"]
model = KNeighborsRegressor().fit(train[["km", "promo"]], train["sold"])
print(mean_absolute_error(test["sold"], model.predict(test[["km", "promo"]])))
${validated}`;
  const rounds = (of: string): string => `for k in range(1, 6):
    start = ${of}["day"].max() - datetime.timedelta(days=42 * k)
    a, b = ${of}[${of}["day"] < start], ${of}[${of}["day"] >= start]
    again = KNeighborsRegressor().fit(a[["km", "promo"]], a["sold"])
    print(mean_absolute_error(b["sold"], again.predict(b[["km", "promo"]])))
`;
  const only = "Learn RobustScaler from the training rows alone";

  it("are learned from alone, also where later days of theirs validate", async () => {
    expect(await titles(dated(""), "HLD101")).toEqual([only]);
    expect(await titles(dated(rounds("train")), "HLD101")).toEqual([`${only}; cross-validation still sees it, as HLD102`]);
    const fixed = await fixedText(dated(rounds("train")), "HLD101");
    expect(fixed).toContain(`RobustScaler().fit(sales[["km"]].values[sales["day"] < "2015-06-19"]).transform(sales[["km"]].values)\n`);
  });

  it("are not enough where later days of all rows validate", async () => {
    expect(await withheld(dated(rounds("kept")), "HLD101")).not.toEqual([]);
  });
});

describe("columns that are selected before a split and before folds of all rows", () => {
  const selected = (validated: string): string => `${head}from sklearn.feature_selection import SelectKBest
from sklearn.model_selection import cross_val_score
best = SelectKBest(k=1)
X_best = best.fit_transform(X, y)
X_train, X_test, y_train, y_test = train_test_split(X_best, y, random_state=4)
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
${validated}`;

  it("are selected by the training part, and in each fold", async () => {
    const fixed = await fixedText(selected("print(cross_val_score(LogisticRegression(), X_best, y).mean())\n"), "HLD103");
    expect(fixed).toContain("X_best = best.fit(X.iloc[train_rows], y.iloc[train_rows]).transform(X)\n");
    expect(fixed).toContain("print(cross_val_score(make_pipeline(best, LogisticRegression()), X, y).mean())\n");
  });

  it("are left alone where one of the two cannot be cured", async () => {
    const made = "more = X_best * 2\nprint(cross_val_score(LogisticRegression(), more, y).mean())\n";
    expect((await withheld(selected(made), "HLD103")).join()).toContain("HLD103 would still be found here");
  });
});
