/** What people who read offered fixes refused after the thirteenth review: held here by programs of our own. */
import { describe, expect, it } from "vitest";
import { documentOf, fixedText, offersOf, withheld } from "./offers.js";
import { head, split } from "./plants.js";

describe("a transformer that columns and tables share", () => {
  it("is held against the fit to the same column of the training rows", async () => {
    const text = `from sklearn.preprocessing import LabelEncoder
${head}train, test = pd.read_csv("train.csv"), pd.read_csv("test.csv")
codes = LabelEncoder()
train["leaf"] = codes.fit_transform(train["leaf"])
test["leaf"] = codes.fit_transform(test["leaf"])
train["stem"] = codes.fit_transform(train["stem"])
test["stem"] = codes.fit_transform(test["stem"])
model = LogisticRegression().fit(train[["leaf", "stem"]], train["kind"])
print(model.score(test[["leaf", "stem"]], test["kind"]))
`;
    const after = await fixedText(text, "HLD111");
    expect(after).toContain('codes.transform(test["leaf"])');
    const { report } = await offersOf(documentOf([text]));
    const found = report.findings.filter((f) => f.code === "HLD111");
    // The step before the second fit is the line above it.
    const line = (at: number | undefined): number => text.slice(0, at).split("\n").length;
    expect(found.map(({ steps: [first, again] }) => line(again?.at.start) - line(first?.at.start))).toEqual([1, 1]);
  });

  it("is not used on the next column of the same rows, where a function prepares every table", async () => {
    const text = `from sklearn.preprocessing import LabelEncoder
${head}def prepared(table):
    codes = LabelEncoder()
    table["leaf"] = codes.fit_transform(table["leaf"])
    table["stem"] = codes.fit_transform(table["stem"])
    return table[["leaf", "stem"]]
train, test = pd.read_csv("train.csv"), pd.read_csv("test.csv")
model = LogisticRegression().fit(prepared(train), train["kind"])
print(model.score(prepared(test), test["kind"]))
`;
    const reasons = await withheld(text, "HLD111");
    expect(reasons).toHaveLength(2);
    expect(new Set(reasons).size).toBe(1);
    expect(reasons[0]).toContain("One line fits the transformer on the training rows and on these");
  });
});

describe("labels that a table still holds", () => {
  it("are missing from rows that are given predictions under that name only afterwards", async () => {
    const text = `${head}train, test = pd.read_csv("train.csv"), pd.read_csv("test.csv")
scaler = StandardScaler()
known = scaler.fit_transform(train)
later = scaler.fit_transform(test)
y = train["kind"]
model = LogisticRegression().fit(known, y)
test["kind"] = model.predict(later)
`;
    expect((await withheld(text, "HLD111")).join()).toContain("`train` still holds `kind` there");
  });
});

describe("a comment above a sweep", () => {
  it("keeps its verb", async () => {
    const text = `${head}from sklearn.neighbors import KNeighborsClassifier
${split}# testing values of k by the testing accuracy
scores = {}
for k in range(1, 9):
    scores[k] = KNeighborsClassifier(k).fit(X_train, y_train).score(X_test, y_test)
best = max(scores, key=scores.get)
print(KNeighborsClassifier(best).fit(X_train, y_train).score(X_test, y_test))
`;
    expect(await fixedText(text, "HLD201")).toContain("# testing values of k by the validation accuracy");
  });
});

describe("a column that leaves a list with a line for each", () => {
  it("takes no comments of others with it", async () => {
    const text = `${head}table = pd.read_csv("leaves.csv")
inputs = [
    "leaf",
    # "petal",
    "kind",
]
X_train, X_test, y_train, y_test = train_test_split(table[inputs], table["kind"], random_state=1)
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
`;
    expect(await fixedText(text, "HLD107")).toContain('inputs = [\n    "leaf",\n    # "petal",\n]\n');
  });
});

describe("rows of a time that are split", () => {
  const text = (columns: string, sorted: string): string => `${head}sales = pd.read_csv("sales.csv", parse_dates=["date"])
${sorted}sales["before"] = sales["sold"].shift(1)
sales = sales.dropna()
X_train, X_test, y_train, y_test = train_test_split(sales[[${columns}]], sales["sold"], random_state=1)
from sklearn.linear_model import Ridge
print(Ridge().fit(X_train, y_train).score(X_test, y_test))
`;

  it("are not held out from the end of a file of several shops that nothing sorts by time", async () => {
    const reasons = await withheld(text('"before", "store_id"', ""), "HLD108");
    expect(reasons.join()).toContain("those of each `store_id` may stand together");
    expect(await fixedText(text('"before", "store_id"', 'sales = sales.sort_values("date")\n'), "HLD108")).toContain("shuffle=False");
    expect(await fixedText(text('"before", "price"', ""), "HLD108")).toContain("shuffle=False");
  });
});

describe("rows that are picked to stop by, and for nothing else", () => {
  const text = (held: string, more: string): string => `import lightgbm as lgb
${head}${split}${held}model = lgb.LGBMClassifier(n_estimators=500)
model.fit(X_train, y_train, eval_set=[(X_old, y_test)], callbacks=[lgb.early_stopping(20)])
${more}print(model.score(X_test, y_test))
`;

  it("are left as they are", async () => {
    expect((await withheld(text("X_old = X_test.copy()\n", ""), "HLD202")).join()).toContain("`X_old` is made for this alone");
    expect(await fixedText(text("X_old = X_test.copy()\n", "print(model.predict(X_old))\n"), "HLD202")).toContain("X_fit");
  });
});

describe("a comment that names rows which the line below reads no more", () => {
  it("names those that it reads", async () => {
    const text = `${head}from sklearn.model_selection import cross_val_score
scaled = StandardScaler().fit_transform(X)
# we validate on scaled, not on scaled_more
scores = cross_val_score(LogisticRegression(), scaled, y, cv=5)
print(scores.mean())
`;
    expect(await fixedText(text, "HLD102")).toContain(
      "# we validate on X, not on scaled_more\nscores = cross_val_score(make_pipeline(StandardScaler(), LogisticRegression()), X, y, cv=5)",
    );
  });
});

describe("rows that stand at the head of a longer table", () => {
  it("are drawn by the labels of as many rows", async () => {
    const text = `${head}train = pd.read_csv("train.csv")
test = pd.read_csv("test.csv")
n = len(train)
both = pd.concat([train, test], ignore_index=True)
both["leaf"] = both["leaf"].fillna(both["leaf"].median())
known = both[:n]
y = known["kind"]
X_train, X_test, y_train, y_test = train_test_split(known[["leaf"]], y, stratify=y, random_state=1)
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
`;
    expect(await fixedText(text, "HLD101")).toContain('train_test_split(np.arange(len(train)), stratify=train["kind"], random_state=1)');
  });
});

describe("numbers that are taken of the training rows", () => {
  const program = (prepare: string): string => `import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
water = pd.read_csv("water.csv")
${prepare}X = water[["ph", "salt"]]
y = water["clean"].copy()
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
`;

  it("are not those of rows of one label, which would be told by what is filled in", async () => {
    const fill = (by: string): string => `low = water[water["${by}"] == 0]["ph"].mean()\nwater.loc[(water["${by}"] == 0) & (water["ph"].isna()), "ph"] = low\n`;
    expect((await withheld(program(fill("clean")), "HLD101")).join()).toContain("picked by their own label");
    const values = program(fill("clean")).replace('water["clean"].copy()', "water.clean.values.reshape(-1)");
    expect((await withheld(values, "HLD101")).join()).toContain("picked by their own label");
    expect(await fixedText(program(fill("region")), "HLD101")).toContain('water_train[water_train["region"] == 0]["ph"].mean()');
  });

  it("are no cure in a line that learns from all rows all the same", async () => {
    const line = 'scaler = StandardScaler()\nwater[["ph"]] = scaler.fit_transform(water[["ph"]].fillna(water[["ph"]].median()))\n';
    const trees = program(line)
      .replace(/linear_model import LogisticRegression/, "ensemble import RandomForestClassifier")
      .replace("LogisticRegression()", "RandomForestClassifier()");
    expect((await withheld(trees, "HLD101")).join()).toContain("`scaler.fit_transform` in the same line would still learn from all rows");
  });
});

describe("windows that are laid end to end", () => {
  it("are not picked by the numbers of the windows", async () => {
    const text = (flat: string): string => `${head}windows, labels = np.load("windows.npy"), np.load("labels.npy")
train_rows, test_rows = train_test_split(np.arange(len(windows)), test_size=0.2, random_state=1)
train_rows, valid_rows = train_test_split(train_rows, test_size=0.1, random_state=1)
n, steps, columns = windows.shape
flat = ${flat}
flat_scaled = StandardScaler().fit_transform(flat)
scaled = flat_scaled.reshape((n, steps, columns))
A, B = scaled[train_rows], scaled[test_rows]
model = LogisticRegression().fit(A, labels[train_rows])
print(model.score(B, labels[test_rows]))
`;
    expect((await withheld(text("windows.reshape((n * steps, columns))"), "HLD101")).join()).toMatch(
      /`flat` has other rows than what is (cut|split): it was reshaped/,
    );
    expect(await fixedText(text("windows.reshape((n, steps * columns))"), "HLD101")).toContain(".fit(flat[train_rows])");
  });
});

describe("a table of the results of a search", () => {
  it("is left where it is read by the parameters' names", async () => {
    const text = `${head}from sklearn.model_selection import GridSearchCV
scaled = StandardScaler().fit_transform(X)
search = GridSearchCV(LogisticRegression(), {"C": [1, 10]}, cv=5)
search.fit(scaled, y)
tries = pd.DataFrame(search.cv_results_["params"])
tries = tries.join(pd.DataFrame(search.cv_results_["mean_test_score"], columns=["mean"]))
best = tries.sort_values("mean")
print(best["C"])
`;
    expect((await withheld(text, "HLD102")).join()).toContain("he parameters of a result are read by their names");
  });
});

describe("rows that are resampled for a function that cross-validates", () => {
  const text = (more: string): string => `from imblearn.over_sampling import SMOTE
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.svm import SVC
${head}def judge(model, rows, labels):
    print(cross_val_score(model, rows, labels, cv=5).mean())
X_more, y_more = SMOTE(random_state=1).fit_resample(X, y)
judge(LogisticRegression(), X_more, y_more)
${more}`;

  it("are left where a search that is not followed goes through them, too", async () => {
    const own = 'search = GridSearchCV(SVC(), {"C": [1, 10]}, cv=5)\nsearch.fit(X_more, y_more)\n';
    expect(await fixedText(text(own), "HLD105")).toContain("search.fit(X, y)");
    const search = `from fast_searches import FastSearchCV\n${own.replace("GridSearchCV", "FastSearchCV")}`;
    expect((await withheld(text(search), "HLD105")).join()).toContain("`search.fit` cross-validates the resampled rows, too");
    expect(await fixedText(text(""), "HLD105")).toContain("judge(make_pipeline(SMOTE(random_state=1), LogisticRegression()), X, y)");
  });
});
