/** HLD201–HLD205: curves that are drawn, choices that other rows judge, models that are not two, and training scores that stand beside another. */
import { describe, expect, it } from "vitest";
import { check, places } from "../helpers/check.js";

const found = async (text: string): Promise<string[]> => places((await check([text])).findings, [text]).filter((p) => /HLD20[1-5]/.test(p));
const codes = async (text: string): Promise<string[]> => (await found(text)).map((p) => p.slice(0, 6));
const sure = async (text: string, code: string): Promise<string | undefined> => (await check([text])).findings.find((f) => f.code === code)?.confidence;
const imports = `import numpy as np
import pandas as pd
from sklearn.dummy import DummyClassifier
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.metrics import accuracy_score, f1_score, mean_squared_error, precision_score, roc_curve
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor
`;
const head = `${imports}df = pd.read_csv("pumps.csv")
X, y = df.drop(columns="broken"), df["broken"]
a, b, c, d = train_test_split(X, y, random_state=0)
`;

describe("a loop over a setting that only draws", () => {
  const made = `${imports}rng = np.random.default_rng(3)
X = rng.uniform(0, 6, (200, 1))
y = np.cos(X).ravel() + rng.normal(0, 0.3, 200)
a, b, c, d = train_test_split(X, y, random_state=0)
inside, outside = [], []
for depth in range(1, 12):
    tree = DecisionTreeRegressor(max_depth=depth).fit(a, c)
    inside.append(mean_squared_error(c, tree.predict(a)))
    outside.append(mean_squared_error(d, tree.predict(b)))
`;
  it("the errors of training and test over rows that were made up chooses nothing", async () => {
    expect(await codes(made)).toEqual([]);
  });
  it("unless its last word is a model on the same rows", async () => {
    expect(await codes(`${made}print(DecisionTreeRegressor(max_depth=4).fit(a, c).score(b, d))\n`)).toContain("HLD201");
  });
  it("a ROC curve for each chooses nothing", async () => {
    const curves = (last: string): string => `${head}import matplotlib.pyplot as plt
for gamma in [0.01, 0.1, 1]:
    scores = SVC(gamma=gamma).fit(a, c).decision_function(b)
    fpr, tpr, cuts = roc_curve(d, scores)
    plt.plot(fpr, tpr)
${last}`;
    expect(await codes(curves(""))).toEqual([]);
    expect(await codes(curves("print(SVC(gamma=0.1).fit(a, c).score(b, d))\n"))).toContain("HLD201");
  });
  it("is one finding, however many metrics it prints", async () => {
    const text = `${head}for depth in [2, 4, 8]:
    guess = DecisionTreeClassifier(max_depth=depth).fit(a, c).predict(b)
    print(accuracy_score(d, guess), f1_score(d, guess), precision_score(d, guess))
`;
    expect(await codes(text)).toEqual(["HLD201"]);
  });
});

describe("a sweep of thresholds in a function", () => {
  const sweep = (valid: string, test: string): string => `${imports}import pickle
train, rows, held = pd.read_csv("train.csv"), pd.read_csv("valid.csv"), pd.read_csv("test.csv")
names = ["flow", "heat"]
model = LogisticRegression().fit(train[names], train["broken"])

def sweep(truth, chances):
    out = []
    for limit in np.arange(0.1, 0.9, 0.05):
        out.append((f1_score(truth, chances > limit), limit))
    return max(out)[1]

limit = sweep(${valid}["broken"], model.predict_proba(${valid}[names])[:, 1])
print(f1_score(${test}["broken"], model.predict_proba(${test}[names])[:, 1] > limit))
`;
  it("is right where other rows are scored with what it chose", async () => {
    expect(await codes(sweep("rows", "held"))).toEqual([]);
  });
  it("is right where the rows that chose are scored as well", async () => {
    const text = sweep("rows", "held").replace("print(f1", 'print(f1_score(rows["broken"], model.predict_proba(rows[names])[:, 1] > limit))\nprint(f1');
    expect(await codes(text)).toEqual([]);
  });
  it("is tuning where the same rows are", async () => {
    expect(await codes(sweep("held", "held"))).toContain("HLD201");
  });
});

describe("what a loop runs over", () => {
  it.each(['{"tree": DecisionTreeClassifier(), "line": LogisticRegression()}', "[DecisionTreeClassifier, LogisticRegression]"])(
    "is models: %s",
    async (table) => {
      const [iterate, make] = table.startsWith("{") ? ["name in table", "table[name]"] : ["kind in table", "kind()"];
      expect(await codes(`${head}table = ${table}\nfor ${iterate}:\n    model = ${make}\n    model.fit(a, c)\n    print(model.score(b, d))\n`)).toEqual([
        "HLD203",
      ]);
    },
  );
  it("is models that somebody else hands over", async () => {
    expect(
      await codes(`${head}def compare(models):
    for name, model in models.items():
        model.fit(a, c)
        print(name, model.score(b, d))
`),
    ).not.toContain("HLD201");
  });
  it("is what a search is asked to look for, which is no setting of a model", async () => {
    expect(
      await codes(`${head}for goal in ["recall", "precision"]:
    gs = GridSearchCV(SVC(), {"C": [1, 10]}, scoring=goal).fit(a, c)
    print(gs.score(b, d))
`),
    ).toEqual([]);
  });
});

describe("a score that other rows judge", () => {
  it("on another table, by the winner among the models of this one, if these rows are not called the test", async () => {
    const text = (truth: string): string => `${head}later = pd.read_csv("pumps_next_year.csv")
${truth} = d
tree, line = DecisionTreeClassifier().fit(a, c), LogisticRegression().fit(a, c)
print(accuracy_score(${truth}, tree.predict(b)), accuracy_score(${truth}, line.predict(b)))
print(tree.score(later.drop(columns="broken"), later["broken"]))
`;
    expect(await codes(text("y_valid"))).toEqual([]);
    expect(await codes(text("y_test"))).toEqual(["HLD203"]);
  });
});

describe("a second model", () => {
  it("is no yardstick at the end of a pipeline", async () => {
    expect(
      await codes(`${head}for model in [make_pipeline(StandardScaler(), DummyClassifier()), make_pipeline(StandardScaler(), LogisticRegression())]:
    print(model.fit(a, c).score(b, d))
`),
    ).toEqual([]);
  });
  it("is not the first, asked class by class", async () => {
    const two = (second: string): string => `${head}print(LogisticRegression(C=3).fit(a, c).score(b, d))
each = OneVsRestClassifier(${second}).fit(a, c).predict_proba(b)
for j in range(4):
    print(roc_curve(d, each[:, j], pos_label=j))
`;
    expect(await codes(two("LogisticRegression(C=3)"))).toEqual([]);
    expect(await codes(two("DecisionTreeClassifier()"))).toEqual(["HLD203"]);
  });
  it("is not the first, trained on", async () => {
    expect(
      await codes(`from tensorflow import keras
(a, c), (b, d) = keras.datasets.mnist.load_data()
net = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(10, activation="softmax")])
net.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
net.fit(a, c, epochs=2)
print(net.evaluate(b, d))
net.fit(a, c, epochs=2)
print(net.evaluate(b, d))
`),
    ).toEqual([]);
  });
  it("is not in the other arm of a condition", async () => {
    const two = (test: string): string => `${head}import sys
def quality(kind):
    if ${test}:
        model = DecisionTreeClassifier().fit(a, c)
        score = model.score(b, d)
    else:
        model = LogisticRegression().fit(a, c)
        score = accuracy_score(d, model.predict(b))
    return score
`;
    expect(await codes(`${two("kind == 'tree'")}print(quality(sys.argv[1]))\n`)).toEqual([]);
    expect(await codes(`${two("kind == 'tree'")}print(quality("tree"), quality("line"))\n`)).toEqual(["HLD203"]);
  });
});

describe("the best score of a search", () => {
  const search = (rows: string, last: string): string =>
    `${head}gs = GridSearchCV(SVC(), {"C": [1, 10, 100]}, cv=4).fit(${rows})\nprint(gs.best_score_)\n${last}`;
  it("is said with less weight where the model is stored for another program", async () => {
    expect(await sure(search("X, y", ""), "HLD204")).toBe("certain");
    expect(await sure(search("X, y", 'import joblib\njoblib.dump(gs.best_estimator_, "svc.pkl")\n'), "HLD204")).toBe("likely");
  });
  it("is no result while a part is set aside that nobody has looked at", async () => {
    expect(await codes(search("a, c", ""))).toEqual([]);
  });
});

describe("a score on the training rows", () => {
  it("of one column after the other explores them", async () => {
    expect(
      await codes(`${imports}from sklearn.datasets import load_wine
X, y = load_wine(return_X_y=True)
for j in range(13):
    column = X[:, j].reshape(-1, 1)
    print(SVC().fit(column, y).score(column, y))
`),
    ).toEqual([]);
  });
  it("of one target after the other is the score of each", async () => {
    expect(
      await codes(`${imports}df = pd.read_csv("pumps.csv")
for name in df.columns:
    rest = df.drop(columns=name)
    print(SVC().fit(rest, df[name]).score(rest, df[name]))
`),
    ).toEqual(["HLD205"]);
  });
  it("is none where the labels are those of the other part", async () => {
    expect(await codes(`${head}tree = DecisionTreeClassifier().fit(a, c)\nprint(accuracy_score(d, tree.predict(a)))\n`)).toEqual([]);
  });
  it("stands beside that of another part of them, which is an overlap", async () => {
    const parts = (print: string): string => `${imports}df = pd.read_csv("pumps.csv")
names = ["flow", "heat"]
early, late = df[df["day"] < 20], df[df["day"] >= 20]
tree = DecisionTreeClassifier().fit(df[names], df["broken"])
${print}
`;
    const early = 'tree.score(early[names], early["broken"])';
    expect(await codes(parts(`print(${early}, tree.score(late[names], late["broken"]))`))).toEqual([]);
    expect(await codes(parts(`print(${early})`))).toEqual(["HLD205"]);
  });
  it("stands beside that of a model which went through something unknown", async () => {
    const flow = (last: string): string => `${imports}from flows import flow, task
@task
def train(df):
    model = LogisticRegression().fit(df[["flow", "heat"]], df["broken"])
    print(model.score(df[["flow", "heat"]], df["broken"]))
    return model
@task
def judge(df, model):
    ${last}
@flow
def run():
    model = train(pd.read_csv("march.csv")).result()
    judge(pd.read_csv("april.csv"), model)
`;
    expect(await codes(flow('print(accuracy_score(df["broken"], model.predict(df[["flow", "heat"]])))'))).toEqual([]);
    expect(await codes(flow('print(model.predict(df[["flow", "heat"]]))'))).toEqual(["HLD205"]);
  });
});
