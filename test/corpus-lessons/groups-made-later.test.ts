/** Groups that a program makes up below a split, to show how folds of groups work, say nothing of the rows that it split above. */
import { describe, expect, it } from "vitest";
import { check } from "../helpers/check.js";

const text = (above: string, below: string): string => `import numpy as np
import pandas as pd
from sklearn.model_selection import GroupKFold, cross_val_score, train_test_split
from sklearn.tree import DecisionTreeClassifier
cars = pd.read_csv("cars.csv")
${above}X, y = cars[["age", "km"]], cars["sold"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
print(DecisionTreeClassifier(max_depth=2).fit(X_train, y_train).score(X_test, y_test))
${below}print(cross_val_score(DecisionTreeClassifier(max_depth=2), X, y, groups=cars["maker"], cv=GroupKFold(10)).mean())
`;

const severity = async (above: string, below: string): Promise<string[]> => {
  const { findings } = await check([text(above, below)]);
  return findings.filter((f) => f.code === "HLD110").map((f) => f.severity);
};

describe("groups of a program that splits at random", () => {
  it("are a hint where the program makes them further down", async () => {
    for (const made of [
      'cars["maker"] = cars["age"] + np.random.randint(-2, 3, size=len(cars))\n',
      "cars.maker = np.random.randint(0, 9, len(cars))\n",
      "cars = cars.assign(maker=np.random.randint(0, 9, len(cars)))\n",
      'cars.insert(0, "maker", np.random.randint(0, 9, len(cars)))\n',
      'cars.loc[:, "maker"] = np.random.randint(0, 9, len(cars))\n',
    ])
      expect(await severity('# "maker" comes below\n', made)).toEqual(["hint"]);
  });

  it("are a warning where they come with the table, or are made above the split", async () => {
    expect(await severity("", "")).toEqual(["warning"]);
    expect(await severity('cars["maker"] = cars["name"].str.split().str[0]\n', "")).toEqual(["warning"]);
    expect(await severity('print(cars["maker"].nunique())\n', 'cars["maker"] = cars["maker"].str.lower()\n')).toEqual(["warning"]);
  });
});
