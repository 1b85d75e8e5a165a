/** HLD601 and HLD603: what rows that are asked for get from the training rows, and what no change makes safe. */
import { describe, expect, it } from "vitest";
import { fixedText, withheld } from "./offers.js";

const head = `import pandas as pd
from sklearn.linear_model import LogisticRegression
train, test = pd.read_csv("train.csv"), pd.read_csv("test.csv")
`;
const model = `model = LogisticRegression().fit(train[["age", "dose"]], train["sick"])
pd.Series(model.predict(test[["age", "dose"]])).to_csv("answers.csv")
`;

describe("gaps that a loop fills in every part", () => {
  it.each([
    ["in its head", "for part in [train, test]:\n"],
    ["under a name, the training rows last", "parts = [test, train]\nfor part in parts:\n"],
  ])("get the value of the training rows, which are listed %s", async (_, loop) => {
    const line = '    part["age"] = part["age"].fillna(part["age"].mean())  # gaps\n';
    expect(await fixedText(head + loop + line + model, "HLD601")).toBe(head + loop + line.replace('part["age"].mean', 'train["age"].mean') + model);
  });

  it("get the most frequent one", async () => {
    const line = "for part in (train, test):\n    part['age'].fillna(part['age'].mode()[0], inplace=True)\n";
    expect(await fixedText(head + line + model, "HLD601")).toContain("part['age'].fillna(train['age'].mode()[0], inplace=True)");
  });

  it.each([
    [
      'for part in [train, test]:\n    part["age"] = part["age"].fillna(part["age"].mean())\n    part["age"] = part["age"] / 100\n',
      "The loop changes the column in another way, too: the training rows are done with first.",
    ],
    [
      'for part in [train, test]:\n    part["age"] = (part["age"] - part["age"].mean()) / 10\n',
      "`mean` of the training rows is another one once the loop has changed them.",
    ],
    [
      'parts = [train, test]\ntrain = train.dropna()\nfor part in parts:\n    part["age"] = part["age"].fillna(part["age"].mean())\ntrain = parts[0]\n',
      "`train` is another table by then.",
    ],
    [
      'def filled(part):\n    part["age"] = part["age"].fillna(part["age"].mean())\n    return part\ntrain, test = filled(train), filled(test)\n',
      "One line computes it for the training rows and for these: it would have to be handed the value.",
    ],
  ])("are left alone otherwise: %s", async (text, reason) => {
    expect(await withheld(head + text + model, "HLD601")).toEqual([reason]);
  });
});

describe("dummy columns made of the test rows", () => {
  const made = 'X_train = pd.get_dummies(train.drop(columns="sick"))\nX_test = pd.get_dummies(test)\n';
  const used = 'model = LogisticRegression().fit(X_train, train["sick"])\npd.Series(model.predict(X_test)).to_csv("answers.csv")\n';

  it("become those of the training rows", async () => {
    const line = "X_test = pd.get_dummies(test)";
    expect(await fixedText(head + made + used, "HLD601")).toBe((head + made + used).replace(line, `${line}.reindex(columns=X_train.columns, fill_value=0)`));
  });

  it.each([
    ['X_train["more"] = 1\nX_test["more"] = 1\n', used, "`X_train` changes before the model sees it."],
    ["", used.replace("fit(X_train,", "fit(X_train.to_numpy(),"), "The model is given more or fewer columns than `X_train` has."],
  ])("are left alone where the model is given others: %s", async (between, behind, reason) => {
    expect(await withheld(head + made + between + behind, "HLD601")).toEqual([reason]);
  });
});

it("says of a pickle that nothing makes it safe", async () => {
  expect(await withheld("import sys\nimport joblib\nmodel = joblib.load(sys.argv[1])\nprint(model.predict([[1]]))\n", "HLD603")).toEqual([
    "A pickle cannot be read without running what it holds; skops and safetensors store models in files that can.",
  ]);
});
