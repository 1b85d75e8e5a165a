/** Models that are trained on columns as they are written are scored by cross-validation, and stay as they are. */
import { describe, expect, it } from "vitest";
import { fixedText, titles, withheld } from "./offers.js";

const head = `import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.metrics import accuracy_score, mean_absolute_error, roc_auc_score
from sklearn.tree import DecisionTreeClassifier
df = pd.read_csv("plants.csv")
`;
const tree = 'model = DecisionTreeClassifier()\nmodel.fit(df[["leaf", "stem"]], df["kind"])\n';
const title = "Score by cross-validation; the model stays trained on all rows";

describe("a model that is trained on columns of a table", () => {
  it.each([
    [
      'kinds = model.predict(df[["leaf", "stem"]])\nprint(accuracy_score(df["kind"], kinds))\n',
      'kinds = cross_val_predict(model, df[["leaf", "stem"]], df["kind"], cv=5)\nprint(accuracy_score(df["kind"], kinds))\n',
    ],
    [
      'auc = roc_auc_score(df["kind"], model.predict_proba(df[["leaf", "stem"]])[:, 1])\n',
      'auc = roc_auc_score(df["kind"], cross_val_predict(model, df[["leaf", "stem"]], df["kind"], cv=5, method="predict_proba")[:, 1])\n',
    ],
    ['score = model.score(df[["leaf", "stem"]], df["kind"])\n', 'score = cross_val_score(model, df[["leaf", "stem"]], df["kind"], cv=5).mean()\n'],
  ])("is cross-validated: %s", async (line, now) => {
    expect(await titles(`${head}${tree}${line}`, "HLD205")).toEqual([title]);
    expect(await fixedText(`${head}${tree}${line}`, "HLD205")).toContain(`${tree}${now}`);
  });

  it("draws folds for numbers, which may be sorted", async () => {
    const text = `${head}line = LinearRegression()\nline.fit(df[["leaf"]], df.height)\nheights = line.predict(df[["leaf"]])\nprint(mean_absolute_error(df.height, heights))\n`;
    expect(await fixedText(text, "HLD205")).toContain(
      'heights = cross_val_predict(line, df[["leaf"]], df.height, cv=KFold(5, shuffle=True, random_state=0))\n',
    );
  });

  it("finds the same columns again behind a function of numpy and in the same slice", async () => {
    const text = `import numpy as np\n${head}n = 90\nline = LinearRegression()\nline.fit(df[["leaf"]][:n], np.log1p(df["height"].values[:n]))\nheights = line.predict(df[["leaf"]][:n])\nprint(mean_absolute_error(np.log1p(df["height"].values[:n]), heights))\n`;
    expect(await fixedText(text, "HLD205")).toContain(
      'heights = cross_val_predict(line, df[["leaf"]][:n], np.log1p(df["height"].values[:n]), cv=KFold(5, shuffle=True, random_state=0))\n',
    );
    const scaled = text.replaceAll("np.log1p", "rescale").replace("n = 90", "def rescale(v):\n    return (v - v.mean()) / 2\n\nn = 90");
    expect(await titles(scaled, "HLD205")).not.toContain(title);
  });

  const asked = 'kinds = model.predict(df[["leaf", "stem"]])\nprint(accuracy_score(df["kind"], kinds))\n';

  it.each([
    ["the columns are others by then", `${tree}df["leaf"] = df["leaf"] * 2\n${asked}`, "`df` is another thing where the model is scored."],
    ["it is trained again by then", `${tree}model.fit(df[["leaf", "stem"]], df["kind"] > 1)\n${asked}`, null],
    [
      "it is asked for other columns",
      `${tree}${asked.replace('"stem"', '"root"')}`,
      'The model is scored on `df[["leaf", "root"]]`, not on what it was trained on.',
    ],
    ["something else needs its predictions", `${tree}${asked}df["guess"] = kinds\n`, '`kinds` of all rows is used by `df["guess"] = kinds` too.'],
    ["a loop trains it", `for depth in [1, 2]:\n${`${tree}${asked}`.replace(/^(?=.)/gm, "    ")}`, "It is trained in a block, which may train several models."],
    [
      "no fold could fit a copy of it",
      `import tensorflow as tf\nmodel = tf.keras.Sequential()\nmodel.fit(df[["leaf", "stem"]], df["kind"])\n${asked}`,
      "It is not clear whether `model` can be trained anew in each fold.",
    ],
    [
      "its score is called one of all rows",
      `${tree}${asked.replace("accuracy_score(", '"Accuracy on the whole data set", accuracy_score(')}`,
      '`print("Accuracy on the whole data set" …` says that the score is one of all rows.',
    ],
  ])("is left as it is where %s", async (_why, rest, reason) => {
    if (reason === null) expect(await titles(`${head}${rest}`, "HLD205")).not.toContain(title);
    else expect(await withheld(`${head}${rest}`, "HLD205")).toContain(reason);
  });
});

describe("a table with a line for each column", () => {
  const asked = 'print(accuracy_score(df["kind"], model.predict(df[["leaf", "stem"]])))\n';

  it("does not say how few rows there are", async () => {
    const { documentOf, offersOf } = await import("./offers.js");
    const cells = documentOf([head + tree, "names = pd.DataFrame({'name': df.columns})\nprint(names)\n", asked]);
    const units = cells.units.map((u, i) => (i === 1 ? { ...u, outputs: ["   name\n0  leaf\n1  stem\n2  kind"] } : u));
    const { offers } = await offersOf({ ...cells, units });
    expect(offers.flatMap(({ finding, offer }) => (finding.code === "HLD205" && offer.fix ? offer.title : []))).toEqual([title]);
  });
});
