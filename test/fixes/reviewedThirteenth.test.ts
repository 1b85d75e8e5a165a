/** What people who read offered fixes refused after the twelfth review: held here by programs of our own. */
import { describe, expect, it } from "vitest";
import { fixedText, withheld } from "./offers.js";
import { head, limitOnTest, split } from "./plants.js";

describe("a part to stop by", () => {
  const stopped = (made: string, x: string, y: string): string => `import lightgbm as lgb
${head}${split}${made}model = lgb.LGBMClassifier(n_estimators=500)
model.fit(${x}, ${y}, eval_set=[(X_test, y_test)], callbacks=[lgb.early_stopping(20)])
print(model.score(X_test, y_test))
`;

  it("is not cut from rows beside changed copies of them", async () => {
    const copies = "X_three = np.concatenate((X_train, -X_train, X_train + 1))\ny_three = np.concatenate((y_train, y_train, y_train))\n";
    expect((await withheld(stopped(copies, "X_three", "y_three"), "HLD202")).join()).toContain("holds rows and copies of them");
    const own = "def augment(X, y):\n    return np.vstack((X, X + 0.1)), np.hstack((y, y))\nX_wide, y_wide = augment(X_train.values, y_train.values)\n";
    expect((await withheld(stopped(own, "X_wide", "y_wide"), "HLD202")).join()).toContain("holds rows and copies of them");
    const once = "once = X_train.drop_duplicates()\ny_once = y_train[once.index]\n";
    expect(await fixedText(stopped(once, "once", "y_once"), "HLD202")).toContain("once_fit");
    expect(await fixedText(stopped("X_wide = np.concatenate((X_train, X_train ** 2), axis=1)\n", "X_wide", "y_train"), "HLD202")).toContain("X_wide_fit");
  });

  it("is not cut from a table whose rows are given values afterwards", async () => {
    const pools = (more: string): string => `from catboost import CatBoostClassifier, Pool
${head}${split}rows = Pool(X_train, y_train)
held = Pool(X_test, y_test)
${more}model = CatBoostClassifier(use_best_model=True)
model.fit(rows, eval_set=held)
print(model.score(X_test, y_test))
`;
    expect((await withheld(pools("rows.set_baseline(start)\n"), "HLD202")).join()).toContain("gives each row of `rows` a value");
    expect(await fixedText(pools(""), "HLD202")).toContain("X_fit");
  });
});

describe("rows in the order of time", () => {
  const text = (by: string): string => `${head}sales = pd.read_csv("sales.csv").sort_values(${by}).reset_index(drop=True)
sales["before"] = sales["sold"].shift(1)
X_train, X_test, y_train, y_test = train_test_split(sales[["before"]].fillna(0), sales["sold"], random_state=1)
from sklearn.linear_model import Ridge
print(Ridge().fit(X_train, y_train).score(X_test, y_test))
`;

  it("are held out from the end where time comes first, not where shops do", async () => {
    expect(await fixedText(text('["day", "shop"]'), "HLD108")).toContain("shuffle=False");
    expect((await withheld(text('["shop", "day"]'), "HLD108")).join()).toContain('sorted by "shop" first');
  });
});

describe("a column made from the target", () => {
  const text = (gaps: string): string => `${head}from sklearn.linear_model import Ridge
df["missed"] = df["kind"] - df["stem"]
columns = ["leaf", "stem", "missed"]
inputs = df[columns]
y = df["kind"]
${gaps}X_train, X_test, y_train, y_test = train_test_split(inputs, y, random_state=1)
print(Ridge().fit(X_train, y_train).score(X_test, y_test))
`;

  it("stays where its gaps decide which rows do", async () => {
    expect(await fixedText(text(""), "HLD107")).toContain('columns = ["leaf", "stem"]');
    expect((await withheld(text("inputs = inputs.dropna()\ny = y[inputs.index]\n"), "HLD107")).join()).toContain("other rows would stay");
  });
});

describe("a transformer of the test rows' own, under a name that an earlier one had", () => {
  it("goes with its fit", async () => {
    const text = `${head}${split}train_scaler = StandardScaler()
X_train = train_scaler.fit_transform(X_train)
other_scaler = StandardScaler()
later = other_scaler.fit_transform(pd.read_csv("later.csv"))
print(later.mean())
other_scaler = StandardScaler()
X_test = other_scaler.fit_transform(X_test)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
`;
    const after = await fixedText(text, "HLD111");
    expect(after).toContain("X_test = train_scaler.transform(X_test)");
    expect(after.match(/other_scaler = StandardScaler\(\)/g)).toHaveLength(1);
  });
});

describe("folds that a threshold is chosen by", () => {
  it("may hold categories that their training rows do not", async () => {
    const text = `from sklearn.compose import make_column_transformer
from sklearn.metrics import f1_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder
${head}${split}codes = make_column_transformer((OneHotEncoder(), ["leaf"]))
${limitOnTest("model = make_pipeline(codes, LogisticRegression())\n", "chances")}`;
    const after = await fixedText(text, "HLD201");
    expect(after).toContain("cross_val_predict(model, X_train, y_train");
    expect(after).toContain('OneHotEncoder(handle_unknown="ignore")');
  });
});

describe("what a search found, which goes by the step of a Pipeline then", () => {
  const text = (read: string): string => `import json
from sklearn.model_selection import GridSearchCV
${head}scaled = StandardScaler().fit_transform(X)
search = GridSearchCV(LogisticRegression(), {"C": [1, 2]}, cv=5)
search.fit(scaled, y)
${read}`;

  it("is written to a file by the names of the model", async () => {
    const after = await fixedText(text('pd.DataFrame(search.best_params_, index=[0]).to_csv("best.csv")\n'), "HLD102");
    expect(after).toContain('pd.DataFrame({name.split("__", 1)[1]: value for name, value in search.best_params_.items()}, index=[0])');
  });

  it("is not read by the old names from the scores of each try", async () => {
    const read = "print(max(search.grid_scores_, key=lambda s: s.mean_validation_score).parameters['C'])\n";
    expect((await withheld(text(read), "HLD102")).join()).toContain("he parameters of a result are read by their names");
  });
});

describe("a transformer that was fitted on a table with its labels", () => {
  const text = (first: string): string => `${head}train, test = pd.read_csv("train.csv"), pd.read_csv("test.csv")
scaler = StandardScaler()
${first}later = scaler.fit_transform(test)
model = LogisticRegression().fit(known, y)
print(model.predict(later))
`;

  it("is not used on rows of another file, which have none", async () => {
    const reasons = await withheld(text('known = scaler.fit_transform(train)\ny = train["kind"]\n'), "HLD111");
    expect(reasons.join()).toContain("`train` still holds `kind` there");
  });

  it("is told by a column of any name", async () => {
    const reasons = await withheld(text('known = scaler.fit_transform(train)\ny = train["paid (USD"]\n'), "HLD111");
    expect(reasons.join()).toContain("`train` still holds `paid (USD` there");
  });

  it("is used on them where the labels were taken out before", async () => {
    expect(await fixedText(text('y = train.pop("kind")\nknown = scaler.fit_transform(train)\n'), "HLD111")).toContain("later = scaler.transform(test)");
  });
});
