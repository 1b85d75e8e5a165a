/** HLD205, HLD304, HLD602: columns regressed on the others, a matrix that is drawn as it is named, files that are written over. */
import { describe, expect, it } from "vitest";
import { check } from "../helpers/check.js";

const found = async (text: string, code: string): Promise<number[]> =>
  (await check([text])).findings.filter((f) => f.code === code).map((f) => text.slice(0, f.at.start).split("\n").length);

describe("each column regressed on the others (HLD205)", () => {
  const program = (names: string, inputs: string): string => `import pandas as pd
from sklearn.linear_model import LinearRegression
boats = pd.read_csv("boats.csv")
names = ${names}
for name in names:
    X, y = boats[${inputs}], boats[name]
    fit = LinearRegression().fit(X, y).score(X, y)
    print(name, 1 / (1 - fit))
`;
  const others = "[n for n in names if n != name]";

  it("tells how much they tell of each other", async () => {
    for (const names of [
      '["length", "beam", "draught"]',
      'boats.select_dtypes(include="number").columns.tolist()',
      '[n for n in boats.columns if n not in ("id", "price")]',
    ])
      expect(await found(program(names, others), "HLD205")).toEqual([]);
  });
  it("is another thing where the columns are several targets, or the rows change", async () => {
    expect(await found(program('["price", "crew"]', '["length", "beam"]'), "HLD205")).toEqual([7]);
    const years = `import pandas as pd
from sklearn.linear_model import LinearRegression
boats = pd.read_csv("boats.csv")
for year in [2018, 2019]:
    some = boats[boats["year"] == year]
    X, y = some[["length", "beam"]], some["price"]
    print(LinearRegression().fit(X, y).score(X, y))
`;
    expect(await found(years, "HLD205")).toEqual([7]);
  });
});

describe("a confusion matrix with the predictions down its side (HLD304)", () => {
  const program = (down: string, along: string, more = ""): string => `import matplotlib.pyplot as plt
import pandas as pd
import seaborn as sns
from sklearn.metrics import confusion_matrix
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier
boats = pd.read_csv("boats.csv")
X_train, X_test, y_train, y_test = train_test_split(boats[["length", "beam"]], boats["sunk"], random_state=0)
guess = DecisionTreeClassifier().fit(X_train, y_train).predict(X_test)
cm = confusion_matrix(guess, y_test)
sns.heatmap(cm, annot=True)
plt.ylabel("${down}")
plt.xlabel("${along}")
${more}`;
  it("is right where the axes are named so, and nothing else is read from it", async () => {
    expect(await found(program("Prediction", "Actual"), "HLD304")).toEqual([]);
    expect(await found(program("Actual", "Prediction"), "HLD304")).toEqual([10]);
    expect(await found(program("Prediction", "Actual", "print(cm[0, 1])\n"), "HLD304")).toEqual([10]);
  });
});

describe("a model that another one is saved over (HLD602)", () => {
  const program = (path: string, before = ""): string => `import joblib
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsRegressor
from sklearn.preprocessing import StandardScaler
boats = pd.read_csv("boats.csv")
X_train, X_test, y_train, y_test = train_test_split(boats[["length", "beam"]], boats["price"], random_state=0)
scaler = StandardScaler().fit(X_train)
model = KNeighborsRegressor().fit(scaler.transform(X_train), y_train)
print(model.score(scaler.transform(X_test), y_test))
joblib.dump(model, "model.pkl")
plain = KNeighborsRegressor().fit(X_train[["beam"]], y_train)
print(plain.score(X_test[["beam"]], y_test))
${before}joblib.dump(plain, "${path}")
`;
  it("is not the one that stays", async () => {
    expect(await found(program("model.pkl"), "HLD602")).toEqual([]);
    expect(await found(program("plain.pkl"), "HLD602")).toEqual([11]);
    expect(await found(program("model.pkl", 'if input() == "plain":\n    '), "HLD602")).toEqual([11]);
  });
});
