/** HLD201, HLD202, HLD403: what chooses and is told of nobody, what nothing is picked from, what never stops, and where a cell first wants a name. */
import { describe, expect, it } from "vitest";
import { check, places } from "../helpers/check.js";

const said = async (text: string, code: RegExp): Promise<string[]> => {
  const { findings } = await check([text]);
  return findings.filter((f) => code.test(f.code)).map((f) => `${f.code} ${f.severity}`);
};

describe("parts of a table by the years", () => {
  const program = (last: string): string => `import pandas as pd
from sklearn.metrics import roc_auc_score
from xgboost import XGBClassifier
df = pd.read_csv("orchards.csv")
cols = ["rain", "sun", "age"]
train, val, test = df[df["year"] <= 2019], df[df["year"] == 2020], df[df["year"] == ${last}]
first = XGBClassifier(early_stopping_rounds=15)
first.fit(train[cols], train["blight"], eval_set=[(val[cols], val["blight"])])
print(roc_auc_score(val["blight"], first.predict_proba(val[cols])[:, 1]))
second = XGBClassifier(max_depth=3, early_stopping_rounds=15)
second.fit(train[cols], train["blight"], eval_set=[(val[cols], val["blight"])])
print(roc_auc_score(test["blight"], second.predict_proba(test[cols])[:, 1]))
`;
  it("are apart where one year lies outside of a limit of others: the next year judges", async () => {
    expect(await said(program("2021"), /HLD202/)).toEqual([]);
  });
  it("are not where the year is among those that were trained on", async () => {
    expect(await said(program("2018"), /HLD202/)).toEqual(["HLD202 error"]);
  });
});

describe("a callback that the constructor is given", () => {
  const program = (model: string, stop: string): string => `import pandas as pd
from lightgbm import LGBMRegressor, early_stopping
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split
from xgboost import XGBRegressor
from xgboost.callback import EarlyStopping
df = pd.read_csv("orchards.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="crop"), df["crop"], random_state=0)
model = ${model}(callbacks=[${stop}])
model.fit(X_train, y_train, eval_set=[(X_test, y_test)])
print(mean_absolute_error(y_test, model.predict(X_test)))
`;
  it("stops nothing where only fit takes it", async () => {
    expect(await said(program("LGBMRegressor", "early_stopping(20)"), /HLD202/)).toEqual([]);
  });
  it("stops by the test rows where the constructor takes it", async () => {
    expect(await said(program("XGBRegressor", "EarlyStopping(rounds=20)"), /HLD202/)).toEqual(["HLD202 error"]);
  });
});

describe("an objective that reads its score off the training", () => {
  const program = (part: string, last: string): string => `import optuna
import pandas as pd
from catboost import CatBoostRegressor, Pool
from sklearn.model_selection import train_test_split
df = pd.read_csv("orchards.csv")
X_train, X_part, y_train, y_part = train_test_split(df.drop(columns="crop"), df["crop"], random_state=0)
train_pool, ${part}_pool = Pool(X_train, y_train), Pool(X_part, y_part)

def objective(trial):
    model = CatBoostRegressor(depth=trial.suggest_int("depth", 3, 9), use_best_model=True)
    model.fit(train_pool, eval_set=${part}_pool)
    return model.get_best_score()["validation"]["RMSE"]

study = optuna.create_study()
study.optimize(objective, n_trials=30)
${last}
`;
  const refit = "print(study.best_params)\nfinal = CatBoostRegressor(**study.best_params).fit(train_pool)";
  it("may choose on a validation part, early stopping included, where nobody is told of its numbers", async () => {
    expect(await said(program("val", refit), /HLD20[12]/)).toEqual([]);
  });
  it("is said where the best of them is told", async () => {
    expect(await said(program("val", "print(study.best_value)"), /HLD201/)).toEqual(["HLD201 error"]);
  });
  it("is said of rows that the program calls a test part", async () => {
    expect(await said(program("test", refit), /HLD201/)).toEqual(["HLD201 error"]);
  });
});

const head = `import numpy as np
import pandas as pd
from sklearn.ensemble import GradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, precision_score, recall_score
from sklearn.model_selection import train_test_split
df = pd.read_csv("orchards.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="blight"), df["blight"], random_state=0)
`;

describe("a table of several numbers of several models", () => {
  const program = (numbers: string, names: string): string => `${head}models = {"line": LogisticRegression(), "trees": RandomForestClassifier()}
rows = []
for name, model in models.items():
    model.fit(X_train, y_train)
    guess = model.predict(X_test)
    rows.append([name, ${numbers}])
table = pd.DataFrame(rows, columns=["model", ${names}])
best = models[table.sort_values(by="acc", ascending=False).iloc[0]["model"]]
print(recall_score(y_test, best.predict(X_test)))
`;
  it("is a comparison of models, and at most a hint that one was chosen, said once", async () => {
    const numbers = "accuracy_score(y_test, guess), precision_score(y_test, guess)";
    expect(await said(program(numbers, '"acc", "precision"'), /HLD20[13]/)).toEqual(["HLD201 hint", "HLD203 information"]);
  });
  it("weighs as before where one number chose", async () => {
    expect(await said(program("accuracy_score(y_test, guess)", '"acc"'), /HLD201/)).toEqual(["HLD201 error"]);
  });
});

describe("answers of several models in a list", () => {
  const program = (made: string, loop: string): string => `${head}${made}
for i in ${loop}
`;
  it("are compared, and no setting is tried, where the models come finished", async () => {
    const text = `import numpy as np
import pickle
from sklearn.metrics import r2_score
x_test, y_test = np.load("x_test.npy"), np.load("y_test.npy")
one, two = pickle.load(open("one.pkl", "rb")), pickle.load(open("two.pkl", "rb"))
answers = []
answers.append(one.predict(x_test))
answers.append(two.predict(x_test))
scores = []
for i in range(int(input("how many? "))):
    scores.append(r2_score(y_test, answers[i]))
`;
    expect(await said(text, /HLD201/)).toEqual(["HLD201 hint"]);
  });
  it("weigh as before where one model is cut at one limit after the other", async () => {
    const made = `one = LogisticRegression().fit(X_train, y_train)
best = 0
chances = one.predict_proba(X_test)[:, 1]`;
    const loop = "np.arange(0.1, 0.9, 0.1):\n    best = max(best, accuracy_score(y_test, chances > i))\nprint(best)";
    expect(await said(program(made, loop), /HLD201/)).toEqual(["HLD201 warning"]);
  });
});

describe("scores of a schedule", () => {
  const program = (last: string): string => `${head}def run():
    history = []
    for i in range(10):
        model = GradientBoostingClassifier(learning_rate=0.1 + 0.05 * np.sin(i)).fit(X_train, y_train)
        history.append(model.score(X_test, y_test))
    return ${last}

print(run())
`;
  it("are a hint where the program tells the last of them", async () => {
    expect(await said(program("history[-1]"), /HLD201/)).toEqual(["HLD201 hint"]);
  });
  it("weigh as before where it tells the best", async () => {
    expect(await said(program("max(history)"), /HLD201/)).toEqual(["HLD201 warning"]);
    expect(await said(program("max(history), history[-1]"), /HLD201/)).toEqual(["HLD201 warning"]);
  });
});

describe("a name that one cell uses before it defines it", () => {
  const cell = (loop: string): string => `${loop}
    print(sum(weights) > limit)
total = sum(weights)
weights = [3, 5]`;
  const where = async (text: string): Promise<string[]> => {
    const cells = ["import math", text];
    return places((await check(cells)).findings, cells).filter((p) => p.startsWith("HLD403"));
  };
  it("is wanted first in the rounds of a loop", async () => {
    expect(await where(cell("for limit in [1, 2]:"))).toEqual(["HLD403 cell2:2"]);
  });
  it("is wanted for certain only below what stands under a condition", async () => {
    expect(await where(cell("limit = 1\nif math.pi < limit:"))).toEqual(["HLD403 cell2:4"]);
  });
});
