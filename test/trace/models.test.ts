/** Models, scores and choices: who was trained on what, and judged by what. */
import { describe, expect, it } from "vitest";
import { reveal } from "./reveal.js";

const read = `import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression, SGDClassifier
from sklearn.metrics import *
from sklearn.model_selection import *
df = pd.read_csv("a.csv")
A, B, a, b = train_test_split(df.drop(columns="y"), df["y"], random_state=0)
model = LogisticRegression().fit(A, a)
`;

describe("what is a score", () => {
  it.each<[string, string, string[]]>([
    ["the model's own", "print(model.score(B, b))", ["held accuracy"]],
    ["a metric", "print(f1_score(b, model.predict(B)))", ["held f1"]],
    ["a share of right answers", "print((model.predict(B) == b).mean())", ["held mean"]],
    ["an error by hand", "print(np.sqrt(((b - model.predict(B)) ** 2).mean()))", ["held mean"]],
    ["a sum by hand", "print(np.sum(model.predict(B) == b) / len(b))", ["held sum"]],
    ["in a function of one's own", "def acc(t, p):\n    return np.mean(t == p)\nprint(acc(b, model.predict(B)))", ["held mean"]],
    ["of probabilities", "print(roc_auc_score(b, model.predict_proba(B)[:, 1]))", ["held auc"]],
    ["of the training rows", "print(model.score(A, a))", ["train accuracy"]],
    ["by cross-validation", "print(cross_val_score(LogisticRegression(), A, a))", ["folds score"]],
  ])("%s", async (_, code, evaluations) => {
    const beliefs = await reveal(`${read}${code}`);
    expect(beliefs.evaluations.map((e) => e.split(" ")[0])).toEqual(evaluations.map((e) => e.split(" ")[0]));
  });

  it.each([
    ["the mean of predictions", "print(model.predict(B).mean())"],
    ["predictions of rows without labels", 'out = model.predict(pd.read_csv("new.csv"))\nprint(out[:5])'],
    ["the mean of the labels", "print(b.mean())"],
  ])("%s is none", async (_, code) => {
    const beliefs = await reveal(`${read}${code}`);
    expect(beliefs.evaluations).toEqual([]);
  });
});

describe("fitting", () => {
  it("replaces what a model knows", async () => {
    const beliefs = await reveal(`${read}model.fit(B, b)\nmodel`);
    expect(beliefs.says("model")).toEqual(["`LogisticRegression`, fitted on test part of `a.csv`"]);
  });

  it("adds to what a model knows when it is partial", async () => {
    const beliefs = await reveal(`${read}net = SGDClassifier()\nnet.partial_fit(A, a)\nnet.partial_fit(B, b)\nnet`);
    expect(beliefs.says("net").sort()).toEqual(["`SGDClassifier`, fitted on test part of `a.csv`", "`SGDClassifier`, fitted on train part of `a.csv`"]);
  });

  it("is not done yet before it is done", async () => {
    const beliefs = await reveal("from sklearn.svm import SVC\nmodel = SVC()\nmodel");
    expect(beliefs.says("model")).toEqual(["`SVC`, not fitted yet"]);
  });

  it("is told of the features", async () => {
    const beliefs = await reveal(`${read}from sklearn.preprocessing import StandardScaler
scaler = StandardScaler().fit(df.drop(columns="y"))
Z = scaler.transform(A)
Z`);
    expect(beliefs.says("Z")).toEqual(["train part of `a.csv`", "carries what `StandardScaler` learned from all rows of `a.csv`"]);
  });
});

describe("who is unknown takes the protocol that its calls fit", () => {
  it.each([
    ["a parameter", "def run(model, A, a, B, b):\n    model.fit(A, a)\n    return model.score(B, b)\nprint(run(who, A, a, B, b))"],
    ["a missing import", "who = Whatever(depth=3)\nwho.fit(A, a)\nprint(who.score(B, b))"],
    ["a class known by its name only", "who = RandomForestClassifier()\nwho.fit(A, a)\nprint(who.score(B, b))"],
  ])("%s", async (_, code) => {
    const beliefs = await reveal(`${read}${code}`);
    expect(beliefs.evaluations.map((e) => e.split(" ")[0])).toEqual(["held"]);
  });

  it("and what is given attributes holds each of them as it was given", async () => {
    const beliefs = await reveal(`${read}from elsewhere import settings
own = settings()
own.data = df
own.inputs = own.data.drop(columns="y")
whole, X = own.data, own.inputs
whole, X`);
    expect(beliefs.column("whole", "y")).not.toBe("gone");
    expect(beliefs.column("X", "y")).toBe("gone");
    expect(beliefs.says("X")).toEqual(["all rows of `a.csv`"]);
  });

  it("and what import * binds is known", async () => {
    const beliefs = await reveal(`from sklearn.ensemble import *
from sklearn.datasets import *
X, y = load_iris(return_X_y=True)
forest = RandomForestClassifier().fit(X, y)
forest`);
    expect(beliefs.says("forest")[0]).toMatch(/^`RandomForestClassifier`, fitted on all rows of /);
  });
});

describe("old interfaces are real code", () => {
  it.each([
    ["cross_validation", "from sklearn.cross_validation import train_test_split", "C, D = train_test_split(df, test_size=0.5)"],
    [".ix", "", "C, D = df.ix[:100], df.ix[100:]"],
  ])("%s", async (_, head, code) => {
    const beliefs = await reveal(`${read}${head}\n${code}\nC, D`);
    expect(beliefs.relation("C", "D")).toBe("disjoint");
  });

  it("Imputer learns", async () => {
    const beliefs = await reveal(`${read}from sklearn.preprocessing import Imputer\nout = Imputer(strategy="mean").fit_transform(df)\nout`);
    expect(beliefs.learned("out")).toEqual(["Imputer"]);
  });

  it("fit_generator trains", async () => {
    const beliefs = await reveal(`from keras.models import Sequential
from keras.layers import Dense
from keras.preprocessing.image import ImageDataGenerator
flow = ImageDataGenerator(rescale=1./255).flow_from_directory("images/train")
net = Sequential([Dense(2)])
net.compile(loss="categorical_crossentropy", optimizer="adam")
net.fit_generator(flow, steps_per_epoch=10, nb_epoch=2)
net`);
    expect(beliefs.says("net")[0]).toMatch(/^`Sequential`, fitted on /);
  });
});

describe("choices", () => {
  it.each<[string, string, string[]]>([
    ["a search", 'GridSearchCV(LogisticRegression(), {"C": [1, 2]}).fit(A, a)', ["search"]],
    ["a search with one setting", 'GridSearchCV(LogisticRegression(), {"C": [1]}).fit(A, a)', []],
    ["early stopping", "from xgboost import XGBClassifier\nXGBClassifier(early_stopping_rounds=5).fit(A, a, eval_set=[(B, b)])", ["stop"]],
    ["watching only", "from xgboost import XGBClassifier\nXGBClassifier().fit(A, a, eval_set=[(B, b)])", []],
  ])("%s", async (_, code, kinds) => {
    const beliefs = await reveal(`${read}${code}`);
    expect(beliefs.choices).toEqual(kinds);
  });
});

describe("the last step of a pipeline", () => {
  const text = (made: string, step: string): string => `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler
df = pd.read_csv("plants.csv")
X_train, X_test, y_train, y_test = train_test_split(df[["leaf", "stem"]], df["kind"], random_state=0)
scaler = StandardScaler().fit(X_train)
pipe = ${made}
pipe.fit(X_train, y_train)
model = pipe.named_steps["${step}"]
print(model.score(scaler.transform(X_test), y_test))
`;
  it("is trained on what the pipeline was fitted on, under its name", async () => {
    expect((await reveal(text("make_pipeline(StandardScaler(), LogisticRegression())", "logisticregression"))).evaluations).toEqual(["held accuracy"]);
    expect((await reveal(text('Pipeline([("scale", StandardScaler()), ("model", LogisticRegression())])', "model"))).evaluations).toEqual(["held accuracy"]);
  });
  it("is no other step", async () => {
    expect((await reveal(text("make_pipeline(StandardScaler(), LogisticRegression())", "standardscaler"))).evaluations).toEqual([]);
  });
});
