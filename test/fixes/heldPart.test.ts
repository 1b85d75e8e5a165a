/** A score moves to the test part that stands there: in the form of the training part, in whatever form labels and predictions are scored. */
import { describe, expect, it } from "vitest";
import { fixedText, titles, withheld } from "./offers.js";

const head = `import numpy as np
import pandas as pd
from sklearn.decomposition import PCA
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier
df = pd.read_csv("plants.csv")
X, y = df[["leaf", "stem"]], df["kind"]
`;
const split = "X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)\n";
const tree = (x: string): string => `model = DecisionTreeClassifier()\nmodel.fit(${x}, y_train)\n`;
const own = `${head}${split}${tree("X_train")}`;

describe("the form that is scored", () => {
  it("is made of the labels of the test part, and of its predictions", async () => {
    const text = `${own}shares = model.predict_proba(X_train)\ntruth = np.array(y_train)\nkinds = np.argmax(shares, axis=1)\nprint(accuracy_score(truth, kinds))\n`;
    const now = await fixedText(text, "HLD205");
    expect(now).toContain("shares = model.predict_proba(X_test)\ntruth = np.array(y_test)\nkinds = np.argmax(shares, axis=1)\n");
    expect(await titles(text, "HLD205")).toEqual(["Score on rows held out of the training"]);
  });

  it("is left alone where something else reads it", async () => {
    const text = `${own}truth = np.array(y_train)\nprint(accuracy_score(truth, model.predict(X_train)))\nX_train["kind"] = truth\n`;
    expect(await withheld(text, "HLD205")).toContain('`truth` of all rows is used by `X_train["kind"] = truth` too.');
  });

  it("is not made of test labels by what would learn from them", async () => {
    const text = `${own}from sklearn.preprocessing import LabelEncoder\ntruth = LabelEncoder().fit_transform(y_train)\nprint(accuracy_score(truth, model.predict(X_train)))\n`;
    expect(await withheld(text, "HLD205")).toContain("The labels of its score are made in another statement.");
  });

  it("keeps predictions of the training rows that something else needs", async () => {
    const text = `${own}kinds = model.predict(X_train)\nprint(accuracy_score(y_train, kinds))\nX_train["guess"] = kinds\n`;
    expect(await withheld(text, "HLD205")).toContain('`kinds` of all rows is used by `X_train["guess"] = kinds` too.');
  });
});

describe("the held-out part", () => {
  const scored = (x: string): string => `score = model.score(${x}, y_train)\nprint(score)\n`;

  it("is the other one where the parts were unpacked the other way round", async () => {
    const text = `${head}${split.replace("X_train, X_test, y_train, y_test", "X_test, X_train, y_test, y_train")}${tree("X_train")}${scored("X_train")}`;
    expect(await fixedText(text, "HLD205")).toContain("score = model.score(X_test, y_test)\n");
  });

  it("is taken as it was made in the words of the training part", async () => {
    const tables = `scaler = StandardScaler()
X_train = scaler.fit_transform(X_train)
X_test = scaler.transform(X_test)
train_table = pd.DataFrame(X_train, columns=X.columns)
test_table = pd.DataFrame(X_test, columns=X.columns)
`;
    expect(await fixedText(`${head}${split}${tables}${tree("train_table")}${scored("train_table")}`, "HLD205")).toContain(
      "score = model.score(test_table, y_test)\n",
    );
  });

  it("is not taken where it was prepared otherwise than the training part", async () => {
    const tables = "X_train = X_train * 2\ntrain_table = pd.DataFrame(X_train)\ntest_table = pd.DataFrame(X_test)\n";
    expect(await withheld(`${head}${split}${tables}${tree("train_table")}${scored("train_table")}`, "HLD205")).not.toEqual([]);
  });

  const reduced = "pca = PCA(n_components=1)\nsmall = pca.fit_transform(X_train)\n";

  it("is transformed where it is scored, if nothing has transformed it", async () => {
    expect(await fixedText(`${head}${split}${reduced}${tree("small")}${scored("small")}`, "HLD205")).toContain(
      "score = model.score(pca.transform(X_test), y_test)\n",
    );
  });

  it.each([
    ["the transformer is fitted again by then", "pca.fit(X)\n"],
    ["the test part is another by then", "X_test = X_test * 2\n"],
  ])("is not transformed there where %s", async (_why, between) => {
    expect(await titles(`${head}${split}${reduced}${tree("small")}${between}${scored("small")}`, "HLD205")).not.toContain(
      "Score on rows held out of the training",
    );
  });
});

describe("a split that another model has", () => {
  const other = `from sklearn.linear_model import LogisticRegression
${split}plain = LogisticRegression().fit(X_train, y_train)
print(plain.score(X_test, y_test))
`;
  const all = `model = DecisionTreeClassifier()
model.fit(X, y)
score = model.score(X, y)
print(score)
print(model.predict(pd.read_csv("new.csv")))
`;

  it("is that of a copy of a model which is trained on all rows", async () => {
    expect(await fixedText(`${head}${other}${all}`, "HLD205")).toContain("score = clone(model).fit(X_train, y_train).score(X_test, y_test)\n");
  });

  it.each(["X_train = X_train * 2\n", "y = y * 2\n"])("is not, once a part or the data have changed: %s", async (changed) => {
    expect(await withheld(`${head}${other}${changed}${all}`, "HLD205")).toContain(
      "Rows of the same data are held out elsewhere in the program, and the model is trained on others.",
    );
  });
});
