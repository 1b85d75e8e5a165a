/** HLD106: what is trained on rows of the test part goes on with the training part. */
import { describe, expect, it } from "vitest";
import { fixedText, titles, withheld } from "./offers.js";

const imports = `import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.metrics import r2_score
from sklearn.model_selection import KFold, train_test_split
df = pd.read_csv("a.csv")
X = df[["a", "b"]].values
y = df["y"].values
`;
const split = "X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)\n";

describe("folds of the training part", () => {
  const loop = (body: string): string => `model = Ridge()
for fit, held in KFold(5).split(X_train, y_train):
${body}
    print(r2_score(y[held], model.predict(X[held])))
print(r2_score(y_test, model.predict(X_test)))
`;
  const plain = "    model.fit(X[fit], y[fit])";

  it("have their rows picked out of it", async () => {
    const fixed = await fixedText(imports + split + loop(plain), "HLD106");
    expect(fixed).toContain("model.fit(X_train[fit], y_train[fit])\n    print(r2_score(y_train[held], model.predict(X_train[held])))\nprint(r2_score(y_test");
  });

  it("are left alone where all rows were changed since the split", async () => {
    expect(await withheld(`${imports}${split}X = X * 2\n${loop(plain)}`, "HLD106")).toContain("`X` was changed since it was split.");
  });

  it("are left alone where the part became a table of another kind", async () => {
    const framed = `${imports}${split}X_train = pd.DataFrame(X_train)\n${loop(plain)}`;
    expect(await withheld(framed, "HLD106")).toContain("`X_train` was changed since it was cut.");
  });

  it("are left alone where rows are taken otherwise than by their numbers", async () => {
    const named = loop("    rows = list(fit)\n    model.fit(X[rows], y[rows])\n    model.fit(X[fit], y[fit])");
    expect((await withheld(imports + split + named, "HLD106")).join()).toContain("takes rows by their numbers in a way that cannot be followed");
  });
});

describe("a model that is trained before the split", () => {
  const below = "print(model.score(X_test, y_test))\n";

  it("is scored as a copy, and stays as it is for what else asks it", async () => {
    for (const fit of ["model = Ridge(alpha=2)\nmodel.fit(X, y)\n", "model = Ridge(alpha=2).fit(X, y)\n"]) {
      const fixed = await fixedText(`${imports}${fit}# parts\n${split}# how good\n${below}print(model.coef_)\n`, "HLD106");
      expect(fixed).toContain("# how good\nmodel_copy = clone(model).fit(X_train, y_train)\nprint(model_copy.score(X_test, y_test))\nprint(model.coef_)\n");
      expect(fixed).toContain("from sklearn.base import clone\n");
    }
  });

  it("is the model itself again where it is trained again", async () => {
    const again = `${below}model.fit(X_train, y_train)\n${below}`;
    const fixed = await fixedText(`${imports}model = Ridge()\nmodel.fit(X, y)\n${split}${again}`, "HLD106");
    expect(fixed).toContain(`print(model_copy.score(X_test, y_test))\nmodel.fit(X_train, y_train)\n${below}`);
  });

  it("is left alone where something else is asked with the test part, and where it cannot be copied", async () => {
    const handed = `def report(m, a, b):\n    print(r2_score(b, m.predict(a)))\n${imports}model = Ridge()\nmodel.fit(X, y)\n${split}report(model, X_test, y_test)\n`;
    expect((await withheld(handed, "HLD106")).join()).toContain("asks the model in a way that cannot be followed");
    const network = `import keras\n${imports}model = keras.Sequential([keras.layers.Dense(1)])\nmodel.compile("adam", "mse")\nmodel.fit(X, y)\n${split}print(r2_score(y_test, model.predict(X_test)))\n`;
    expect((await withheld(network, "HLD106")).join()).toContain("It is not clear whether `model` can be copied");
  });

  it("is left alone where the training part was changed by then", async () => {
    const scaled = `model = Ridge()\nmodel.fit(X, y)\n${split}X_train = X_train * 2\n${below}`;
    expect(await withheld(imports + scaled, "HLD106")).toContain("`X_train` was changed since it was cut.");
  });

  it("is trained on the training part where that is there by then", async () => {
    expect(await titles(`${imports}${split}model = Ridge().fit(X, y)\n${below}`, "HLD106")).toEqual(["Train on the training part"]);
  });
});
