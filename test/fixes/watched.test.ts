/** Where a training is told what to watch: in tables that are made in the call, in options above it, by labels that are made for it alone. */
import { describe, expect, it } from "vitest";
import { fixedText, reasons } from "./offers.js";
import { head, split } from "./plants.js";

const cut = "X_fit, X_valid, y_fit, y_valid = train_test_split(X_train, y_train, test_size=0.2, random_state=4)\n";
const judged = "print(model.score(X_test, y_test))\n";

describe("tables that are made in the call of a fit", () => {
  const text = (trained: string): string => `${head}from catboost import CatBoostClassifier, Pool\n${split}model = CatBoostClassifier()\n${trained}${judged}`;
  const training = (x: string, y: string, other: string, labels: string, more = ""): string =>
    `model.fit(Pool(${x}, ${y}${more}), eval_set=Pool(${other}, ${labels}), use_best_model=True)\n`;

  it("are made of parts of the training rows", async () => {
    const fixed = await fixedText(text(training("X_train", "y_train", "X_test", "y_test")), "HLD202");
    expect(fixed).toBe(text(`${cut}${training("X_fit", "y_fit", "X_valid", "y_valid")}`));
  });

  it("stay where rows have weights", async () => {
    const weighed = text(`weights = np.ones(len(y_train))\n${training("X_train", "y_train", "X_test", "y_test", ", weight=weights")}`);
    expect((await reasons(weighed, "HLD202")).join()).toContain("The weights of the rows would have to be cut too.");
  });
});

describe("options that are written above a fit", () => {
  const text = (options: string, more = ""): string => `${head}import lightgbm as lgb
${split}model = lgb.LGBMClassifier()
${options}${more}${judged}`;
  const training = (
    x: string,
    y: string,
    other: string,
    labels: string,
    also = "",
  ): string => `options = {"early_stopping_rounds": 20, "eval_set": [(${other}, ${labels})]${also}}
model.fit(${x}, ${y}, **options)
`;

  it("name the validation part", async () => {
    expect(await fixedText(text(training("X_train", "y_train", "X_test", "y_test")), "HLD202")).toBe(
      text(cut + training("X_fit", "y_fit", "X_valid", "y_valid")),
    );
  });

  it("stay where they have weights, or something else reads them", async () => {
    const weighed = training("X_train", "y_train", "X_test", "y_test", ', "sample_weight": np.ones(len(y_train))');
    expect((await reasons(text(weighed), "HLD202")).join()).toContain("The weights of the rows would have to be cut too.");
    const shared = text(training("X_train", "y_train", "X_test", "y_test"), "other = lgb.LGBMRegressor().fit(X_train, y_train, **options)\n");
    expect((await reasons(shared, "HLD202")).join()).toContain("`options` is used by another training too.");
  });
});

describe("labels that are made of the held-out rows for the training alone", () => {
  const text = (made: string, trained: string): string => `from keras.callbacks import EarlyStopping
from keras.layers import Dense
from keras.models import Sequential
from keras.utils import to_categorical
${head}${split}Y_train = to_categorical(y_train)
${made}model = Sequential([Dense(2, activation="softmax")])
model.compile(optimizer="adam", loss="categorical_crossentropy")
${trained}print(np.mean(model.predict(X_test).argmax(axis=1) == y_test))
`;
  const training = (x: string, y: string, other: string, labels: string): string =>
    `model.fit(${x}, ${y}, validation_data=(${other}, ${labels}), callbacks=[EarlyStopping(restore_best_weights=True)])\n`;

  it("go, as nothing reads them then", async () => {
    const fixed = await fixedText(text("Y_test = to_categorical(y_test)\n", training("X_train", "Y_train", "X_test", "Y_test")), "HLD202");
    const own = "X_fit, X_valid, Y_fit, Y_valid = train_test_split(X_train, Y_train, test_size=0.2, random_state=4)\n";
    expect(fixed).toBe(text("", `${own}${training("X_fit", "Y_fit", "X_valid", "Y_valid")}`));
  });

  it("stay where they are rows that are picked", async () => {
    const picked = text("Y_old = to_categorical(y_test[y_test > 1])\n", training("X_train", "Y_train", "X_test", "Y_old"));
    expect((await reasons(picked, "HLD202")).join()).toContain("`Y_old` is made for this alone, and nothing would read it then.");
  });
});
