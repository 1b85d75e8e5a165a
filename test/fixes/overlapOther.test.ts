/** A model is trained on the training part of the split that scores it, however its data are written. */
import { describe, expect, it } from "vitest";
import { fixedText, titles, withheld } from "./offers.js";

const head = `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
df = pd.read_csv("plants.csv")
`;
const split = (word: string, seed: number): string =>
  `${word}_train, ${word}_test, ${word}_kind_train, ${word}_kind_test = train_test_split(df[["leaf"]], df["kind"], random_state=${seed})\n`;
const two = `${head}model = LogisticRegression()\n${split("leaf", 1)}${split("stem", 2)}`;
const title = "Train on the training part of the split that scores it";

describe("a part of another split", () => {
  it("gives way to that of the split that scores the model", async () => {
    const text = `${two}model.fit(leaf_train, leaf_kind_train.values.ravel())\nprint(accuracy_score(stem_kind_test, model.predict(stem_test)))\n`;
    expect(await titles(text, "HLD106")).toEqual([title]);
    expect(await fixedText(text, "HLD106")).toContain("model.fit(stem_train, stem_kind_train.values.ravel())\n");
  });

  const fit = "model.fit(leaf_train, leaf_kind_train)\n";
  const score = "print(accuracy_score(stem_kind_test, model.predict(stem_test)))\n";

  it.each([
    [
      "its own test part scores the model as well",
      `${two}${fit}${score}print(model.score(leaf_test, leaf_kind_test))\n`,
      "The model is scored on other rows as well.",
    ],
    ["the other part was changed", `${two}stem_train = 2\n${fit}${score}`, "`stem_train` was changed since it was cut."],
    [
      "the other part is there for something else",
      `${two}${fit}${score}print(model.score(stem_train, stem_kind_train))\n`,
      "`stem_train` is read by something else already.",
    ],
    [
      "more than the parts are given",
      `${two}weights = df["weight"]\nmodel.fit(leaf_train, leaf_kind_train, weights[leaf_train.index])\n${score}`.replace(
        "weights[leaf_train.index]",
        "weights",
      ),
      "`model.fit(leaf_train, leaf_kind_train, …` is given more than the parts of one split.",
    ],
  ])("stays where %s", async (_why, text, reason) => {
    expect(await withheld(text, "HLD106")).toContain(reason);
  });

  it("stays where the model is trained before the rows are split again", async () => {
    const text = `${head}model = LogisticRegression()\n${split("leaf", 1)}${fit}${split("stem", 2)}${score}`;
    expect(await titles(text, "HLD106")).not.toContain(title);
  });
});

describe("columns of the table that was split", () => {
  const parts = 'X_train, X_test, y_train, y_test = train_test_split(df, df["kind"], random_state=0)\n';
  const all = 'model = LogisticRegression()\nmodel.fit(df[["leaf", "stem"]].values, df[["kind"]])\n';
  const score = 'print(model.score(X_test[["leaf", "stem"]].values, y_test))\n';

  it("are those of its training part", async () => {
    expect(await fixedText(`${head}${parts}${all}${score}`, "HLD106")).toContain('model.fit(X_train[["leaf", "stem"]].values, y_train)\n');
  });

  it.each([
    ["the part has changed since", `${parts}X_train = X_train.assign(leaf=1)\n${all}`],
    ["the table has", `${parts}df = df.assign(leaf=1)\n${all}`],
  ])("stay where %s", async (_why, text) => {
    expect(await titles(`${head}${text}${score}`, "HLD106")).not.toContain("Train on the training part");
  });
});

describe("what was learned of the test rows before", () => {
  const text = `${head}df = df.fillna(df.median())
X, y = df[["leaf", "stem"]], df["kind"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
model = LogisticRegression()
model.fit(X, y)
print(accuracy_score(y_test, model.predict(X_test)))
`;

  it("stays or is cured with it, and the title says so", async () => {
    const [first] = await titles(text, "HLD106");
    expect(first).toMatch(/^Train on the training part; (what was learned of the held-out rows before stays, as HLD101|draw the training rows first)/);
  });

  it("is said of where nothing cures it", async () => {
    const few = text.replace(
      "df = df.fillna(df.median())\n",
      'from sklearn.ensemble import IsolationForest\nusual = IsolationForest().fit_predict(df[["leaf", "stem"]]) == 1\ndf = df[usual].reset_index(drop=True)\n',
    );
    expect(await titles(few, "HLD106")).toEqual(["Train on the training part; what was learned of the held-out rows before stays, as HLD101"]);
  });
});
