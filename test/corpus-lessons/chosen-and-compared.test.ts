/** HLD201, HLD203, HLD205: what is really chosen or compared on the rows of the final score, and what is only looked at. */
import { describe, expect, it } from "vitest";
import { check, places } from "../helpers/check.js";

const found = async (text: string): Promise<string[]> => places((await check([text])).findings, [text]).filter((p) => /HLD20[1-5]/.test(p));
const head = `import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss, precision_recall_curve, precision_score, roc_curve
from sklearn.model_selection import GridSearchCV, KFold, cross_val_predict, train_test_split
from sklearn.tree import DecisionTreeClassifier
df = pd.read_csv("loans.csv")
labels = pd.read_csv("labels.csv")
X = df.drop(columns="bad").values
y = df["bad"].values
a, b, c, d = train_test_split(X, y, random_state=0)
`;

describe("nothing is chosen on the test rows", () => {
  it("by scoring one label column after the other", async () => {
    expect(
      await found(`${head}m = DecisionTreeClassifier().fit(a, c)\np = m.predict_proba(b)\nfor j in range(6):\n    print(roc_curve(d[:, j], p[:, j]))\n`),
    ).toEqual([]);
  });
  it("by a loop over one setting", async () => {
    expect(await found(`${head}for depth in [13]:\n    m = DecisionTreeClassifier(max_depth=depth).fit(a, c)\n    print(m.score(b, d))\n`)).toEqual([]);
  });
  it("by a search that is fitted anew in every fold", async () => {
    expect(
      await found(`${head}gs = GridSearchCV(LogisticRegression(), {"C": [0.1, 1, 10]}, cv=3)
folds = KFold(5)
first = [gs.fit(X[tr], y[tr]).score(X[te], y[te]) for tr, te in folds.split(X)]
second = [gs.fit(X[tr] ** 2, y[tr]).score(X[te] ** 2, y[te]) for tr, te in folds.split(X)]
print(np.mean(first), np.mean(second))
`),
    ).toEqual([]);
  });
  it("by a threshold found with cross-validated predictions of the training rows", async () => {
    expect(
      await found(`${head}scores = cross_val_predict(LogisticRegression(), a, c, method="decision_function")
precisions, recalls, thresholds = precision_recall_curve(c, scores)
t = thresholds[np.argmax(precisions >= 0.9)]
print(precision_score(c, scores >= t))
`),
    ).toEqual([]);
  });
});

describe("one model", () => {
  it("that a helper makes again and again is not compared", async () => {
    expect(
      await found(`${head}def scored():
    m = LogisticRegression().fit(a, c)
    return m.score(b, d), log_loss(d, m.predict_proba(b))
print(scored())
print(scored()[1])
`),
    ).toEqual([]);
  });
  it("that is trained and scored on drawn rows claims nothing", async () => {
    expect(
      await found(
        "from sklearn.datasets import make_classification\nfrom sklearn.svm import SVC\nX, y = make_classification(n_samples=200, random_state=0)\nprint(SVC().fit(X, y).score(X, y))\n",
      ),
    ).toEqual([]);
  });
});

describe("still found", () => {
  it("two models that one helper scores", async () => {
    expect(
      await found(
        `${head}def scored(m):\n    m.fit(a, c)\n    return m.score(b, d)\nprint(scored(LogisticRegression()))\nprint(scored(DecisionTreeClassifier()))\n`,
      ),
    ).toHaveLength(1);
  });
  it("a search on all rows, scored on a part of them", async () => {
    expect(
      (
        await found(
          `${head}gs = GridSearchCV(LogisticRegression(), {"C": [0.1, 1, 10]}, cv=3).fit(X, y)\nm = LogisticRegression(C=gs.best_params_["C"]).fit(a, c)\nprint(m.score(b, d))\n`,
        )
      ).some((p) => p.startsWith("HLD201")),
    ).toBe(true);
  });
});

describe("a score that a function throws away", () => {
  it("claims nothing", async () => {
    expect(await found(`${head}def smoke():\n    m = DecisionTreeClassifier().fit(X, y)\n    m.predict(X)\n    m.score(X, y)\nsmoke()\n`)).toEqual([]);
  });
  it("unlike one that it prints or returns", async () => {
    expect(await found(`${head}def quality():\n    m = DecisionTreeClassifier().fit(X, y)\n    return m.score(X, y)\nprint(quality())\n`)).toHaveLength(1);
  });
});

describe("models are not compared", () => {
  it("with a yardstick that looks at no feature", async () => {
    expect(
      await found(`${head}from sklearn.dummy import DummyClassifier
m = LogisticRegression().fit(a, c)
print(m.score(b, d))
print(DummyClassifier(strategy="stratified").fit(a, c).score(b, d))
`),
    ).toEqual([]);
  });
  it("when the second is the first, written as a pipeline", async () => {
    const text = (second: string): string => `${head}from sklearn.preprocessing import StandardScaler
from sklearn.pipeline import Pipeline
s = StandardScaler().fit(a)
m = LogisticRegression().fit(s.transform(a), c)
print(m.score(s.transform(b), d))
p = Pipeline([("scale", StandardScaler()), ("model", ${second})]).fit(a, c)
print(p.score(b, d))
`;
    expect(await found(text("LogisticRegression()"))).toEqual([]);
    expect((await found(text("LogisticRegression(C=0.1)"))).length).toBe(1);
    expect((await found(text("DecisionTreeClassifier()"))).length).toBe(1);
  });
  it("on two data sets that took turns under one name", async () => {
    expect(
      await found(`from keras.datasets import fashion_mnist, mnist
from sklearn.linear_model import LogisticRegression
(a, b), (c, d) = fashion_mnist.load_data()
print(LogisticRegression().fit(a, b).score(c, d))
(a, b), (c, d) = mnist.load_data()
print(LogisticRegression(C=2).fit(a, b).score(c, d))
`),
    ).toEqual([]);
  });
  it("when rows that nobody looked at judge a model nobody can follow", async () => {
    expect(
      await found(`${head}import registry
u, b2, v, d2 = train_test_split(a, c, random_state=1)
for m in [LogisticRegression(), DecisionTreeClassifier()]:
    print(log_loss(d2, m.fit(u, v).predict(b2)))
winner = registry.best()
print(log_loss(d, winner.predict(b)))
`),
    ).toEqual([]);
  });
});

describe("settings judged by several splits of the same rows", () => {
  it("are cross-validated by hand: seeds", async () => {
    expect(
      await found(`${head}for depth in [2, 4, 8]:
    scores = []
    for seed in range(5):
        a, b, c, d = train_test_split(X, y, random_state=seed)
        scores.append(DecisionTreeClassifier(max_depth=depth).fit(a, c).score(b, d))
    print(depth, np.mean(scores))
`),
    ).toEqual([]);
  });
  it("are cross-validated by hand: slices", async () => {
    expect(
      await found(`${head}def trial(model):
    model.fit(train.drop(columns="bad"), train["bad"])
    print(model.score(test.drop(columns="bad"), test["bad"]))
for part in range(100):
    test = df.iloc[int(len(df) * part / 10):int(len(df) * (part + 1) / 10)]
    train = df.drop(test.index)
    for depth in [2, 4, 8]:
        trial(DecisionTreeClassifier(max_depth=depth))
`),
    ).toEqual([]);
  });
  it("are tuned when all look at one split", async () => {
    expect(
      await found(`${head}for again in range(3):
    for depth in [2, 4, 8]:
        print(DecisionTreeClassifier(max_depth=depth, random_state=again).fit(a, c).score(b, d))
`),
    ).toEqual([expect.stringContaining("HLD201")]);
  });
});

describe("a part that nobody looked at yet", () => {
  it("keeps the final score honest, from whichever side it was cut", async () => {
    expect(
      await found(`${head}X_test, X_val, y_test, y_val = train_test_split(b, d, test_size=0.5, random_state=1)
for depth in [2, 4, 8]:
    print(DecisionTreeClassifier(max_depth=depth).fit(a, c).score(X_val, y_val))
`),
    ).toEqual([]);
  });
});

describe("functions of a test runner", () => {
  const body = (name: string, last: string): string => `${head}def ${name}():
    m = DecisionTreeClassifier().fit(X, y)
    ${last}
`;
  it("check code, they report no quality", async () => {
    expect(await found(body("test_it_learns", "assert m.score(X, y) > 0.99"))).toEqual([]);
    expect((await found(body("report", "print(m.score(X, y))"))).length).toBe(1);
  });
});

describe("too little to say", () => {
  const sure = async (text: string, code: string): Promise<string | undefined> => (await check([text])).findings.find((f) => f.code === code)?.confidence;
  it("is stopping on rows that nobody in the program hands over", async () => {
    const body = (call: string): string => `${head}import xgboost as xgb
def train(X_train, y_train, X_val, y_val):
    dval = xgb.DMatrix(X_val, label=y_val)
    m = xgb.train({}, xgb.DMatrix(X_train, label=y_train), 500, evals=[(dval, "val")], early_stopping_rounds=20)
    print(log_loss(y_val, m.predict(dval)))
${call}
`;
    expect(await sure(body(""), "HLD202")).toBe(undefined);
    expect(await sure(body("train(a, c, b, d)"), "HLD202")).toBe("certain");
  });
  it("is comparing a model with itself under other settings", async () => {
    const two = (second: string): string => `${head}print(LogisticRegression().fit(a, c).score(b, d))\nprint(${second}.fit(a, c).score(b, d))\n`;
    expect(await sure(two("LogisticRegression(C=10)"), "HLD203")).toBe(undefined);
    expect(await sure(two("DecisionTreeClassifier()"), "HLD203")).toBe("certain");
  });
});
