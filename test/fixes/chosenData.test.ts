/** A condition chooses which models are cross-validated on scaled rows: it chooses between the pipeline and the model, which are given the rows as they were. */
import { describe, expect, it } from "vitest";
import { fixedText, withheld } from "./offers.js";

const head = `import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import cross_val_score, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVR
df = pd.read_csv("a.csv")
X, y = df[["a", "b"]], df["y"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
scaler = StandardScaler()
X_train_s = scaler.fit_transform(X_train)
X_test_s = scaler.transform(X_test)
for name, model in {"svr": SVR(), "ridge": Ridge()}.items():
`;
const scored = `    model.fit(train, y_train)
    print(name, cross_val_score(model, train, y_train).mean(), model.score(test, y_test))
`;
const piped = (model: string): string => `cross_val_score(${model}, X_train, y_train).mean()`;

describe("the rows of each model", () => {
  it.each([
    [
      `    train, test = (X_train_s if name == "svr" else X_train), (X_test_s if name == "svr" else X_test)\n`,
      `make_pipeline(scaler, model) if name == "svr" else model`,
    ],
    [
      `    train = X_train if name == "ridge" else X_train_s\n    test = X_test if name == "ridge" else X_test_s\n`,
      `model if name == "ridge" else make_pipeline(scaler, model)`,
    ],
    [
      `    if name in ["svr"]:\n        train, test = X_train_s, X_test_s\n    else:\n        train, test = X_train, X_test\n`,
      `make_pipeline(scaler, model) if name in ["svr"] else model`,
    ],
    [
      `    train, test = X_train, X_test\n    if name == "svr":\n        train = X_train_s\n        test = X_test_s\n`,
      `make_pipeline(scaler, model) if name == "svr" else model`,
    ],
  ])("%j", async (chosen, model) => {
    const after = await fixedText(`${head}${chosen}${scored}`, "HLD102");
    expect(after).toBe(`${head}${chosen}${scored}`.replace("cross_val_score(model, train, y_train).mean()", piped(model)));
  });

  it("leave no name behind that nobody reads any more", async () => {
    const chosen = `    train = X_train_s if name == "svr" else X_train\n`;
    const alone = `    print(name, cross_val_score(model, train, y_train).mean())\n`;
    const after = await fixedText(`${head}${chosen}${alone}print(X_train_s.shape)\n`, "HLD102");
    const model = `make_pipeline(scaler, model) if name == "svr" else model`;
    expect(after).toBe(`${head}    print(name, ${piped(model)})\nprint(X_train_s.shape)\n`);
  });

  it.each([
    [`    train, test = (X_train_s if name == "svr" else X_train * 2), X_test\n`, "the others are worked on as well"],
    [`    train, test = (X_train_s if name == "svr" else X_train), X_test\n    name = name.upper()\n`, "the condition reads another thing by then"],
    [`    train, test = X_train, X_test\n    if name == "svr":\n        if model:\n            train = X_train_s\n`, "a block in the branch binds them"],
    [
      `    if name == "svr":\n        train, test = X_train_s, X_test_s\n        train = train * 2\n    else:\n        train, test = X_train, X_test\n`,
      "a branch works on them",
    ],
  ])("are left where %j: %s", async (chosen) => {
    expect(await withheld(`${head}${chosen}${scored}`, "HLD102")).not.toEqual([]);
  });
});
