/** One fold taken out of a list of folds, parts that overlap as they were cut, a validation part that another file's rows judge, and searches without labels. */
import { describe, expect, it } from "vitest";
import { check, places } from "../helpers/check.js";

const found = async (text: string): Promise<string[]> => places((await check([text])).findings, [text]);
const codes = async (text: string): Promise<string[]> => (await found(text)).map((p) => p.slice(0, 6));

const head = `import numpy as np
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score, precision_recall_curve
from sklearn.model_selection import GridSearchCV, KFold, StratifiedKFold
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier
`;

describe("one fold of a list of folds", () => {
  const folds = `${head}df = pd.read_csv("visits.csv")
X, y = df.drop(columns="again"), df["again"]
folds = list(StratifiedKFold(n_splits=8, shuffle=True, random_state=3).split(X, y))
`;
  it("has a part to train on and a part to score, which share nothing", async () => {
    const text = `${folds}learn, judge = folds[0]
model = LogisticRegression().fit(X.iloc[learn], y.iloc[learn])
print(f1_score(y.iloc[judge], model.predict(X.iloc[judge])))
`;
    expect(await codes(text)).toEqual([]);
    expect(await codes(text.replace("y.iloc[judge], model.predict(X.iloc[judge])", "y.iloc[learn], model.predict(X.iloc[learn])"))).toEqual(["HLD205"]);
  });
  it("is told apart from another one, whose held-out part was trained on", async () => {
    const text = `${folds}model = LogisticRegression().fit(X.iloc[folds[2][0]], y.iloc[folds[2][0]])
print(f1_score(y.iloc[folds[2][1]], model.predict(X.iloc[folds[2][1]])))
`;
    expect(await codes(text)).toEqual([]);
    expect(await codes(text.replaceAll("[2][1]", "[5][1]"))).toEqual(["HLD106"]);
  });
  it("may be counted out in a loop, and what was learned of all rows is still known", async () => {
    const text = `${folds}scaled = StandardScaler().fit_transform(X)
for i in range(3):
    learn, judge = folds[i]
    model = KNeighborsClassifier().fit(scaled[learn], y.iloc[learn])
    print(f1_score(y.iloc[judge], model.predict(scaled[judge])))
`;
    expect(await codes(text)).toEqual(["HLD102"]);
  });
  it("leaves the columns that a slice of all names picked to themselves", async () => {
    const text = `${head}df = pd.read_csv("visits.csv")
target = "again"
inputs = df.columns.values.tolist()[2:]
learn, judge = list(KFold(n_splits=8, shuffle=True, random_state=3).split(df))[0]
model = LogisticRegression().fit(df.iloc[learn][inputs].values, df.iloc[learn][target].values)
print(f1_score(df.iloc[judge][target].values, model.predict(df.iloc[judge][inputs].values)))
`;
    expect(await codes(text)).toEqual([]);
    expect(await codes(text.replace("df.columns.values.tolist()[2:]", "df.columns"))).toContain("HLD107");
  });
});

describe("copies that are drawn from a part", () => {
  const text = (train: string, test: string): string => `${head}df = pd.read_csv("visits.csv")
train = ${train}
test = ${test}
bag = train.sample(300, replace=True)
tree = DecisionTreeClassifier().fit(bag[["age", "stay"]], bag["again"])
print(accuracy_score(test["again"], tree.predict(test[["age", "stay"]])))
`;
  it("are no oversampling before a split where the two parts have rows in common without them", async () => {
    expect(await codes(text("df.iloc[:600].sample(200)", "df.iloc[:650].sample(100)"))).toEqual(["HLD106"]);
  });
  it("are one where the test rows are taken from the rows that were copied", async () => {
    expect(await codes(text("df", "bag.sample(100)").replace(/test = .*\n(bag = .*\n)/, "$1test = bag.iloc[200:]\nbag = bag.iloc[:200]\n"))).toEqual([
      "HLD105",
    ]);
  });
});

describe("a threshold that is read off a validation file", () => {
  const text = `${head}X_train, y_train = pd.read_csv("x_train.csv"), pd.read_csv("y_train.csv")
X_val, y_val = pd.read_csv("x_val.csv"), pd.read_csv("y_val.csv")
X_test, y_test = pd.read_csv("x_test.csv"), pd.read_csv("y_test.csv")
model = DecisionTreeClassifier(max_depth=6).fit(X_train, y_train)
chance = model.predict_proba(X_val)[:, 1]
precision, recall, cuts = precision_recall_curve(y_val, chance)
cut = cuts[np.argmin(np.abs(recall - precision))]
print(f1_score(y_val, (chance >= cut).astype(int)))
`;
  const judged = `model = DecisionTreeClassifier(max_depth=6).fit(np.concatenate((X_train, X_val)), np.concatenate((y_train, y_val)))
print(f1_score(y_test, model.predict(X_test)))
`;
  it("is judged by another file's rows once the model is trained anew on both parts", async () => {
    expect(await codes(text + judged)).not.toContain("HLD201");
  });
  it("is a choice on the rows of the reported score where nothing follows", async () => {
    expect(await codes(text)).toContain("HLD201");
  });
});

describe("the best score of a search", () => {
  const text = (search: string, fit: string): string => `${head}X = pd.read_csv("shops.csv")
y = X.pop("open")
search = GridSearchCV(${search}, cv=5)
search.fit(${fit})
print(search.best_score_)
`;
  it("claims nothing about new rows where there are no labels", async () => {
    expect(await codes(text('KMeans(random_state=0), {"n_clusters": [2, 4, 8]}', "X"))).toEqual([]);
  });
  it("is the quoted quality of a model that was given labels", async () => {
    expect(await codes(text('KNeighborsClassifier(), {"n_neighbors": [2, 4, 8]}', "X, y"))).toEqual(["HLD204"]);
  });
});
