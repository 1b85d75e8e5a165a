/** What readers of offered fixes refused: fits that go on to predict, sums over other rows, strata of numbers, rows whose order or dates nothing tells, and transformers of many models. */
import { describe, expect, it } from "vitest";
import { fixedText, reasons, titles, withheld } from "./offers.js";

const head = `import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.metrics import confusion_matrix, f1_score, mean_squared_error
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeClassifier
df = pd.read_csv("a.csv")
`;
const split = 'X_train, X_test, y_train, y_test = train_test_split(df[["a", "b"]], df["y"], random_state=1)\n';

it("a best model that is fitted again and asked in one expression is given the data as they were in both", async () => {
  const text = `${head}${split}scaler = StandardScaler()
scaled_train = scaler.fit_transform(X_train)
scaled_test = scaler.transform(X_test)
search = GridSearchCV(SVC(), {"C": [1, 2]}, cv=5).fit(scaled_train, y_train)
best = search.best_estimator_
print(best.score(scaled_test, y_test))
chances = best.fit(scaled_train, y_train).decision_function(scaled_test)
print(f1_score(y_test, chances > 0))
`;
  expect(await fixedText(text, "HLD102")).toContain("chances = best.fit(X_train, y_train).decision_function(X_test)\n");
  const read = text.replace(".decision_function(scaled_test)", ".support_").replace("chances > 0", "np.zeros(len(y_test))");
  expect(await fixedText(read, "HLD102")).toContain('best = search.best_estimator_.named_steps["svc"]\nprint(best.score(scaled_test, y_test))');
});

it("a cost that is summed up over the rows is not told of others", async () => {
  const text = (told: string): string => `${head}${split}model = LogisticRegression().fit(X_train, y_train)
print(f1_score(y_test, model.predict(X_test)))
chances = model.predict_proba(X_test)[:, 1]
costs = []
limits = np.arange(0.1, 0.9, 0.1)
for limit in limits:
    table = confusion_matrix(y_test, chances >= limit)
    costs.append(5 * table[1][0] + table[0][1])
costs = np.array(costs)
best = limits[costs.argmin()]
lowest_cost = costs[costs.argmin()]
${told}
print(f1_score(y_test, chances >= best))
`;
  expect(await titles(text("print(best)"), "HLD201")).toHaveLength(1);
  expect((await withheld(text('print("cost", lowest_cost)'), "HLD201")).join()).toContain("`lowest_cost` is summed up over the rows that choose");
});

describe("a validation part", () => {
  const boosted = (cut: string, before = ""): string => `${head}from xgboost import XGBRegressor
${before}${cut}
model = XGBRegressor(early_stopping_rounds=5)
model.fit(X_train, y_train, eval_set=[(X_test, y_test)])
print(mean_squared_error(y_test, model.predict(X_test)))
`;
  it("has no strata of numbers, whatever the other split is stratified by", async () => {
    const cut = 'X_train, X_test, y_train, y_test = train_test_split(df[["a", "b"]], df["y"], stratify=df["year"], random_state=1)';
    expect(await fixedText(boosted(cut), "HLD202")).toContain("train_test_split(X_train, y_train, test_size=0.2, random_state=1)");
  });
  it("is no last part of rows that a function has sorted by something else than their time", async () => {
    const parts = (keys: string): string => `def prepare(rows):
    rows = rows.sort_values(${keys}).reset_index(drop=True)
    rows["b"] = rows["b"].shift(1)
    return rows
`;
    const cut = `train, later = prepare(df), prepare(pd.read_csv("b.csv"))
first, second = train[train["day"] < "2017-05-01"], train[train["day"] >= "2017-05-01"]
X_train, y_train, X_test, y_test = first[["a", "b"]], first["y"], second[["a", "b"]], second["y"]`;
    expect(await fixedText(boosted(cut, parts('["day", "shop"]')), "HLD202")).toContain("shuffle=False");
    expect((await withheld(boosted(cut, parts('["shop", "day"]')), "HLD202")).join()).toContain("sorted by something else before their time");
  });
  it("takes no rows from a scaler that prepares those of many other models", async () => {
    const sweep = (others: readonly string[]): string => `${head}${split}scaler = StandardScaler()
X_train = scaler.fit_transform(X_train)
X_test = scaler.transform(X_test)
${others.map((model) => `print(f1_score(y_test, ${model}().fit(X_train, y_train).predict(X_test)))\n`).join("")}for kernel in ["linear", "rbf"]:
    model = SVC(kernel=kernel)
    model.fit(X_train, y_train)
    print(kernel, f1_score(y_test, model.predict(X_test)))
print(f1_score(y_test, SVC().fit(X_train, y_train).predict(X_test)))
`;
    expect(await titles(sweep(["LogisticRegression", "GaussianNB"]), "HLD201")).toHaveLength(1);
    const many = await withheld(sweep(["LogisticRegression", "GaussianNB", "DecisionTreeClassifier"]), "HLD201");
    expect(many.join()).toContain("`StandardScaler` prepares the rows of several other models");
  });
});

it("rows with dates in columns of their own are not held out at random", async () => {
  const text = (columns: string): string => `${head}X, y = df[${columns}], df["sales"]
model = LinearRegression()
model.fit(X, y)
print(mean_squared_error(y, model.predict(X)))
`;
  expect(await titles(text('["size", "month"]'), "HLD205")).toHaveLength(1);
  expect((await withheld(text('["Day", "Month", "Year"]'), "HLD205")).join()).toContain("Its rows have dates");
});

it("rows that another split has drawn at random have no last ones", async () => {
  const text = (again: string): string => `${head}df = df.sort_values("date")
df["before"] = df["y"].shift(1)
df = df.dropna()
X, y = df[["before", "b"]], df["y"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=1)
${again}model = LinearRegression().fit(X_train, y_train)
print(mean_squared_error(y_test, model.predict(X_test)))
`;
  const again = `X_train, X_val, y_train, y_val = train_test_split(X_train, y_train, test_size=0.25, random_state=1)
print(mean_squared_error(y_val, LinearRegression().fit(X_train, y_train).predict(X_val)))
`;
  expect(await titles(text(""), "HLD108")).toEqual(["Hold out the last rows: shuffle=False"]);
  expect(await titles(text(again), "HLD108")).toHaveLength(1);
  expect(await reasons(text(again), "HLD108")).toEqual(["Its rows were drawn at random by another split: the last of them are no later ones."]);
});

it("resampled rows that a function of the program reads keep their names, under which they are those of the training part", async () => {
  const text = (body: string): string => `${head}from imblearn.over_sampling import SMOTE
X, y = df[["a", "b"]], df["y"]
def judge(model):
    return ${body}
more, kinds = SMOTE(random_state=1).fit_resample(X, y)
X_train, X_test, y_train, y_test = train_test_split(more, kinds, random_state=1)
print(f1_score(y_test, LogisticRegression().fit(X_train, y_train).predict(X_test)), judge(SVC()))
`;
  const split = "X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1, stratify=y)\n";
  expect(await fixedText(text("model"), "HLD105")).toContain(`${split}X_train, y_train = SMOTE(random_state=1).fit_resample(X_train, y_train)\n`);
  const read = `${split}more, kinds = SMOTE(random_state=1).fit_resample(X_train, y_train)\nX_train, y_train = more, kinds\n`;
  expect(await fixedText(text("model.fit(more, kinds)"), "HLD105")).toContain(read);
});

it("columns that correlations rank are not named by hand further down, as all rows ranked them", async () => {
  const text = (further: string): string => `${head}best = abs(df.corr()["y"]).sort_values(ascending=False).head(5).index.tolist()
table = df[best]
X, y = table.drop(${further}, axis=1), table["y"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)
print(f1_score(y_test, LogisticRegression().fit(X_train, y_train).predict(X_test)))
`;
  expect(await titles(text('["y"]'), "HLD103")).toHaveLength(1);
  expect(await titles(text('"y"'), "HLD103")).toHaveLength(1);
  expect((await withheld(text('["y", "size"]'), "HLD103")).join()).toContain("are named as all rows chose them");
});
