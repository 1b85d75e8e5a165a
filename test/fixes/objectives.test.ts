/** Objectives of a search that stand in a function, or are handed their data by a lambda. */
import { describe, expect, it } from "vitest";
import { fixedText, withheld } from "./offers.js";

const head = `import numpy as np
import optuna
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split
`;
const objective = (more = ""): string => `def objective(trial, a, b, c, d):
    model = Ridge(alpha=trial.suggest_float("alpha", 0.1, 10))
    model.fit(a, b)
    return mean_absolute_error(d, model.predict(c))${more}
`;
const table = 'df = pd.read_csv("plants.csv")\n';
const split = 'X_train, X_test, y_train, y_test = train_test_split(df[["leaf", "stem"]], df["height"], random_state=4)\n';
const judged = "print(mean_absolute_error(y_test, Ridge(**study.best_params).fit(X_train, y_train).predict(X_test)))\n";
const indented = (text: string): string => text.replace(/^(?=.)/gm, "    ");

describe("an objective that a lambda hands its data", () => {
  const search = (data = "X_train, y_train, X_test, y_test"): string => `study = optuna.create_study()
study.optimize(lambda trial: objective(trial, ${data}), n_trials=20)
`;

  it("is handed parts of the training rows", async () => {
    const text = `${head}${objective()}def main():\n${indented(table + split + search() + judged)}main()\n`;
    expect(await fixedText(text, "HLD201")).toBe(
      text.replace(
        indented(search()),
        indented(
          `study = optuna.create_study()\nX_fit, X_valid, y_fit, y_valid = train_test_split(X_train, y_train, test_size=0.2, random_state=4)\nstudy.optimize(lambda trial: objective(trial, X_fit, y_fit, X_valid, y_valid), n_trials=20)\n`,
        ),
      ),
    );
  });

  it("stays where nothing else is scored on the test rows", async () => {
    const text = `${head}${objective()}${table}${split}${search()}print(study.best_params)\n`;
    expect(await withheld(text, "HLD201")).toEqual(["Nothing else is scored on the test rows: the program would have no honest score left."]);
  });

  it("stays where the labels come from files of their own", async () => {
    const files = ["X_train", "X_test", "y_train", "y_test"].map((n) => `${n} = pd.read_csv("${n}.csv")\n`).join("");
    expect(await withheld(`${head}${objective()}${files}${search()}${judged}`, "HLD201")).toEqual(["It is not clear which rows `y_train` has."]);
  });

  it("stays where the files say that the training rows were resampled", async () => {
    const files = 'TRAIN = "train_SMOTE.csv"\ntrain, test = pd.read_csv(TRAIN), pd.read_csv("test.csv")\n';
    const parts = 'X_train, y_train = train[["leaf"]], train["height"]\nX_test, y_test = test[["leaf"]], test["height"]\n';
    const text = `${head}${objective()}${files}${parts}${search()}${judged}`;
    expect(await withheld(text, "HLD201")).toEqual(["The training rows were resampled: a part of them would hold copies of the others."]);
    expect(await fixedText(text.replace("_SMOTE", ""), "HLD201")).toContain("objective(trial, X_fit, y_fit, X_valid, y_valid)");
  });
});

describe("an objective that is defined in the function that searches", () => {
  const own = (labels: string, guess: string): string => `def objective(trial):
    model = Ridge(alpha=trial.suggest_float("alpha", 0.1, 10)).fit(X_train, ${labels})
    return mean_absolute_error(y_test, ${guess})

study = optuna.create_study()
study.optimize(objective, n_trials=20)
`;

  it("trains and scores on parts of the training rows", async () => {
    const fixed = await fixedText(`${head}def main():\n${indented(table + split + own("y_train", "model.predict(X_test)") + judged)}main()\n`, "HLD201");
    expect(fixed).toContain(
      `${indented(`${split}X_fit, X_valid, y_fit, y_valid = train_test_split(X_train, y_train, test_size=0.2, random_state=4)\n\ndef objective(trial):\n`)}`,
    );
    expect(fixed).toContain(".fit(X_fit, y_fit)\n        return mean_absolute_error(y_valid, model.predict(X_valid))\n");
    expect(fixed.endsWith(indented(judged).concat("main()\n"))).toBe(true);
  });

  it("stays where it trains on logarithms of the labels and is scored on the labels", async () => {
    const text = `${head}${table}${split}logs = np.log1p(y_train)\n${own("logs", "np.expm1(model.predict(X_test))")}${judged}`;
    expect((await withheld(text, "HLD201"))[0]).toBe("It is not clear which training data `y_test` belongs to.");
  });
});

describe("an objective that splits its rows itself", () => {
  const own = (fit: string, valid: string): string => `    model = Ridge(alpha=trial.suggest_float("alpha", 0.1, 10))
    model.fit(X_${fit}, y_${fit})
    return mean_absolute_error(y_${valid}, model.predict(X_${valid}))
`;
  const search = "study = optuna.create_study()\nstudy.optimize(objective, n_trials=20)\n";
  const text = `${head}${table}def objective(trial):\n    ${split}${own("train", "test")}${search}${split}${judged}`;

  it("cuts the validation part behind its split, where the same split is judged further down", async () => {
    const cut = "    X_fit, X_valid, y_fit, y_valid = train_test_split(X_train, y_train, test_size=0.2, random_state=4)\n";
    expect(await fixedText(text, "HLD201")).toBe(text.replace(own("train", "test"), `${cut}${own("fit", "valid")}`));
  });

  it("stays where the model is judged on rows that were drawn otherwise", async () => {
    const other = text.replace(`${split}${judged}`, `${split.replace("=4", "=5")}${judged}`);
    expect((await withheld(other, "HLD201")).join()).not.toContain("Choose on");
    expect((await withheld(other, "HLD201")).length).toBe(1);
  });
});
