/** Weights beside rows that are cut to stop by: those of rows are cut too, those of classes stay. */
import { describe, expect, it } from "vitest";
import { fixedText, withheld } from "./offers.js";
import { head, split } from "./plants.js";

const trees = (given: string, more = ""): string => `import xgboost as xgb
${head}${split}weights = np.where(y_train == 1, 2.0, 1.0)
${more}model = xgb.XGBClassifier(early_stopping_rounds=10)
model.fit(X_train, y_train, ${given}eval_set=[(X_test, y_test)])
print(model.score(X_test, y_test))
`;

describe("weights of the training rows", () => {
  it("are cut with them", async () => {
    const fixed = await fixedText(trees("sample_weight=weights, "), "HLD202");
    expect(fixed).toContain("X_fit, X_valid, y_fit, y_valid, weights_fit, weights_valid = train_test_split(X_train, y_train, weights, test_size=0.2,");
    expect(fixed).toContain("model.fit(X_fit, y_fit, sample_weight=weights_fit, eval_set=[(X_valid, y_valid)])");
  });

  it("stay whole, and the rows with them, where they are made in the call or the held-out rows have some too", async () => {
    expect((await withheld(trees("sample_weight=weigh(rows), ", "rows = range(3)\n"), "HLD202")).join()).toContain("weights of the rows");
    const held = "sample_weight=weights, sample_weight_eval_set=[others], ";
    expect((await withheld(trees(held, "others = y_test * 1.0\n"), "HLD202")).join()).toContain("weights of the rows");
  });
});

describe("weights of the classes", () => {
  it("stay as they are", async () => {
    const text = `from tensorflow.keras import layers, models
from tensorflow.keras.callbacks import EarlyStopping
${head}${split}y_ = y_train
of_classes = {0: 1.0, 1: 2.0}
model = models.Sequential([layers.Dense(1, activation="sigmoid")])
model.compile(optimizer="adam", loss="binary_crossentropy")
model.fit(X_train, y_, class_weight=of_classes, validation_data=(X_test, y_test), callbacks=[EarlyStopping(patience=3)])
print(model.evaluate(X_test, y_test))
`;
    const fixed = await fixedText(text, "HLD202");
    expect(fixed).toContain("model.fit(X_fit, y_fit, class_weight=of_classes, validation_data=(X_valid, y_valid), callbacks");
  });
});

describe("a model that is stopped by a validation part", () => {
  it("predicts for other rows under the names that they have", async () => {
    const text = `import lightgbm as lgb
${head}${split}model = lgb.train({}, lgb.Dataset(X_train, y_train), valid_sets=[lgb.Dataset(X_test, y_test)], callbacks=[lgb.early_stopping(10)])
print(((model.predict(X_test) > 0.5) == y_test).mean())
new_rows = pd.read_csv("new.csv")
test_guess = model.predict(new_rows)
print(test_guess)
`;
    expect(await fixedText(text, "HLD202")).toContain("test_guess = model.predict(new_rows)\nprint(test_guess)\n");
  });
});
