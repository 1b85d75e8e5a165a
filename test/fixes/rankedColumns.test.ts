/** Columns that are chosen by what a model or a function says of them: it is told the training rows alone. */
import { describe, expect, it } from "vitest";
import { fixedText, withheld } from "./offers.js";

const text = (ranks: string, more = ""): string => `import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_selection import mutual_info_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
df = pd.read_csv("plants.csv")
X = df.drop(columns=["wilted"])
y = df["wilted"]
${ranks}X = X[weights[weights > 0.01].index]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=4)
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
${more}`;
const forest = "forest = RandomForestClassifier(random_state=1)\nforest.fit(X, y)\nweights = pd.Series(forest.feature_importances_, index=X.columns)\n";

describe("what ranks columns", () => {
  it("may be a forest that is asked for its weights alone, until it is fitted again", async () => {
    const drawn = "train_rows, test_rows = train_test_split(np.arange(len(X)), random_state=4)\nforest.fit(X.iloc[train_rows], y.iloc[train_rows])\n";
    expect(await fixedText(text(forest), "HLD103")).toContain(drawn);
    expect(await fixedText(text(forest, "print(forest.fit(X_train, y_train).score(X_test, y_test))\n"), "HLD103")).toContain(drawn);
    expect((await withheld(text(`${forest}df["guess"] = forest.predict(X)\nprint(df["guess"])\n`), "HLD103")).join()).toContain(
      "A model is trained before the split",
    );
  });

  it("may be a function that gives a number a column", async () => {
    const ranks = "weights = pd.Series(mutual_info_classif(X, y, random_state=1), index=X.columns)\n";
    expect(await fixedText(text(ranks), "HLD103")).toContain("mutual_info_classif(X.iloc[train_rows], y.iloc[train_rows], random_state=1)");
  });

  it("goes by rows that are stratified by a column that was left out of its table, said of the one around it", async () => {
    const split = "X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=4";
    const few = 'few = df[df["leaf"] > 1]\nX = X.loc[few.index]\ny = few["wilted"]\n';
    const dropped = text(forest).replace(`${split})`, `${few}${split}, stratify=y)`);
    expect(await fixedText(dropped, "HLD103")).toContain('train_test_split(X.index, random_state=4, stratify=df["wilted"])\n');
    const sorted = dropped.replace("forest = ", 'df = df.sort_values("leaf")\nforest = ');
    expect((await withheld(sorted, "HLD103")).join()).toContain("`stratify=y` is not there yet");
  });
});
