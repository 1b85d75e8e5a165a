/** HLD106 where what was split stands inside a data set of a booster, or had been cut out of a table before. */
import { describe, expect, it } from "vitest";
import { fixedText, withheld } from "./offers.js";

const imports = `import lightgbm as lgb
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.metrics import r2_score
from sklearn.model_selection import train_test_split
df = pd.read_csv("a.csv")
`;
const split = "X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)\n";

describe("a booster", () => {
  const text = (data: string, between = ""): string => `${imports}X, y = df[["a", "b"]], df["y"]
${split}${between}${data}held = lgb.Dataset(X_test, y_test, reference=data)
booster = lgb.train({"objective": "regression"}, data, num_boost_round=80)
print(r2_score(y_test, booster.predict(X_test)))
`;

  it("is trained on a data set of the training part", async () => {
    expect(await fixedText(text("data = lgb.Dataset(X, label=y)  # all of it\n"), "HLD106")).toContain(
      "data = lgb.Dataset(X_train, label=y_train)  # all of it\n",
    );
  });

  it("stays where the inputs alone were split, or scaled since", async () => {
    expect((await withheld(text('data = lgb.Dataset(X, label=df["y"].clip(0, 9))\n'), "HLD106")).join()).toContain("its training part has no name");
    const scaled = "y_train = y_train / 10\n";
    expect((await withheld(text("data = lgb.Dataset(X, y)\n", scaled), "HLD106")).join()).toContain("`y_train` was changed since it was cut");
  });

  it("stays where the arm of a condition trains on all rows", async () => {
    const arms = `${imports}X, y = df[["a", "b"]], df["y"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
if len(df) > 99:
    data = lgb.Dataset(X, y)
    booster = lgb.train({"objective": "regression"}, data)
print(r2_score(y_test, booster.predict(X_test)))
`;
    expect((await withheld(arms, "HLD106")).join()).toContain("One arm of a condition trains on all rows");
  });
});

it("a model is trained on the part of rows that were cut out of a table before they were split", async () => {
  const text = `${imports}X = df[:900].drop("y", axis=1)
y = df[:900]["y"]
X_train, X_test, y_train, y_test = train_test_split(X, y.to_numpy(), random_state=0)
model = Ridge()
model.fit(X, y.to_numpy())
print(r2_score(y_test, model.predict(X_test)))
`;
  expect(await fixedText(text, "HLD106")).toContain("model.fit(X_train, y_train)\n");
});
