/** Rules of evaluation in modules: conditions of which a run takes one, parts that another file judges, choices by folds, folds that a column numbers, models that grow. */
import { describe, expect, it } from "vitest";
import { check } from "../helpers/check.js";

const found = async (program: string): Promise<string[]> =>
  (await check([program])).findings.filter((f) => f.code === "HLD203" && f.severity !== "hint").map((f) => `${f.confidence} ${lineAt(program, f.at.start)}`);
const lineAt = (text: string, start: number): string => (/^.*/.exec(text.slice(text.lastIndexOf("\n", start) + 1))?.[0] ?? "").trim();
const silent = async (program: string): Promise<boolean> => !(await check([program])).findings.some((f) => f.code === "HLD203");

const head = `import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.linear_model import Lasso, Ridge
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import cross_val_score, train_test_split
`;
const parts = `df = pd.read_csv("wells.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="depth"), df["depth"], random_state=0)
`;
const off = `def off(model, X, y):
    return mean_absolute_error(y, model.predict(X))

`;

describe("a model that a condition chooses", () => {
  const job = (last: string): string => `${head}${off}
def lasso(X_train, y_train, X_test, y_test):
    model = Lasso().fit(X_train, y_train)
    print(off(model, X_test, y_test))
    return model

def forest(X_train, y_train):
    return RandomForestRegressor().fit(X_train, y_train)

def job(algo):
    ${parts.trim().replace("\n", "\n    ")}
    if algo == "lasso":
        model = lasso(X_train, y_train, X_test, y_test)
    else:
        model = forest(X_train, y_train)
${last}
    print(off(model, X_test, y_test))
`;
  it("is one model in each run, however often it is scored", async () => {
    expect(await silent(job(""))).toBe(true);
  });
  it("stands beside another that every run trains", async () => {
    expect(await found(job("    other = Ridge().fit(X_train, y_train)\n    print(off(other, X_test, y_test))"))).toHaveLength(1);
  });
});

describe("the winner", () => {
  it("that is scored once more by its name is not the second model", async () => {
    const program = `${head}${parts}lasso = Lasso().fit(X_train, y_train)
print(mean_absolute_error(y_test, lasso.predict(X_test)))
guesses = {"lasso": lasso.predict(X_test), "forest": RandomForestRegressor().fit(X_train, y_train).predict(X_test)}
for name, guess in guesses.items():
    print(name, mean_absolute_error(y_test, guess))
errors = {name: mean_absolute_error(y_test, guess) for name, guess in guesses.items()}
best = min(errors, key=errors.get)
print(np.median(np.abs(y_test - guesses[best])))
`;
    expect(await found(program)).toEqual(["certain print(name, mean_absolute_error(y_test, guess))"]);
  });
});

describe("models that are cross-validated and then told of on test rows", () => {
  const told = (pick: string): string => `${head}${off}${parts}models = {"lasso": Lasso(), "forest": RandomForestRegressor()}
results = {}
for name, model in models.items():
    results[name] = {"cv_r2": cross_val_score(model, X_train, y_train).mean()}
    model.fit(X_train, y_train)
    results[name]["test_mae"] = off(model, X_test, y_test)
    print(name, results[name])
${pick}
`;
  it("are chosen where the program picks by the folds", async () => {
    expect(await silent(told(`best = max(results, key=lambda n: results[n]["cv_r2"])`))).toBe(true);
  });
  it("are compared where it picks by the test rows, or by nothing", async () => {
    expect(await found(told(`best = min(results, key=lambda n: results[n]["test_mae"])`))).toHaveLength(1);
    expect(await found(told(""))).toHaveLength(1);
  });
});

describe("rows that a module is handed", () => {
  const module = (part: string): string => `${head}
MODELS = {"lasso": Lasso(), "forest": RandomForestRegressor()}

def train_all(X_train, y_train, X_${part}, y_${part}):
    results = {}
    for name, model in MODELS.items():
        model.fit(X_train, y_train)
        results[name] = mean_absolute_error(y_${part}, model.predict(X_${part}))
    return results
`;
  it("may be a validation part by their name, which another file judges", async () => {
    expect(await found(module("val"))).toEqual([]);
    expect(await silent(module("val"))).toBe(false);
  });
  it("are for whoever hands them in to judge, by the name of a test part, too", async () => {
    expect(await found(module("test"))).toEqual([]);
    expect(await silent(module("test"))).toBe(false);
    // Where the program itself cuts and hands them in, they are a test part.
    const called = `${module("test")}\n${parts}print(train_all(X_train, y_train, X_test, y_test))\n`;
    expect(await found(called)).toEqual(["certain results[name] = mean_absolute_error(y_test, model.predict(X_test))"]);
  });
  it("that are read behind a name of no meaning are those that their labels name", async () => {
    const read = (part: string): string => `${head}
def load(name):
    path = find(name)
    table = pd.read_csv(path)
    return table.drop(columns="depth"), table["depth"]

X_train, y_train = load("a")
X_${part}, y_${part} = load("b")
for model in [Lasso(), RandomForestRegressor()]:
    model.fit(X_train, y_train)
    print(mean_absolute_error(y_${part}, model.predict(X_${part})))
`;
    expect(await found(read("validation"))).toEqual([]);
    expect(await found(read("test"))).toHaveLength(1);
  });
});

describe("folds that a column numbers", () => {
  const program = (around: string, value: string): string => `${head}
MODELS = {"lasso": Lasso(), "forest": RandomForestRegressor()}

def run(fold, name):
    df = pd.read_csv("wells_folds.csv")
    train = df[df.kfold != fold]
    valid = df[df.kfold == fold]
    model = MODELS[name].fit(train[["a", "b"]], train["depth"])
    print(mean_absolute_error(valid["depth"], model.predict(valid[["a", "b"]])))

def run_all(name):
    ${around}
        run(${value}, name)

run_all("lasso")
run_all("forest")
`;
  it("are cross-validation where a loop goes through them", async () => {
    expect(await silent(program("for i in range(10):", "i"))).toBe(true);
  });
  it("are a hold-out where it is always the same one", async () => {
    expect(await found(program("if True:", "3"))).toHaveLength(1);
  });
});

describe("models of folds that stop early (HLD202)", () => {
  const chosen = (then: string): string => `import lightgbm as lgb
import numpy as np
import pandas as pd
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import KFold
X, y = pd.read_csv("wells.csv"), pd.read_csv("dry.csv")["dry"]

def chosen(X, y):
    gain, scores = np.zeros(X.shape[1]), []
    for a, b in KFold(3).split(X):
        model = lgb.LGBMClassifier(n_estimators=4000)
        model.fit(X.iloc[a], y.iloc[a], eval_set=[(X.iloc[b], y.iloc[b])], callbacks=[lgb.early_stopping(100)])
        scores.append(roc_auc_score(y.iloc[b], model.predict_proba(X.iloc[b])[:, 1]))
        gain += model.feature_importances_
    print(np.mean(scores))
    table = pd.DataFrame({"column": X.columns, "gain": gain}).sort_values("gain", ascending=False)
    return table[table["gain"] > 0].head(50)["column"].tolist()

columns = chosen(X, y)
${then}`;
  const stops = async (program: string): Promise<string[]> => (await check([program])).findings.filter((f) => f.code === "HLD202").map((f) => f.severity);
  it("tell their score by the way where they only choose columns for another model", async () => {
    const other = `for a, b in KFold(5).split(X):
    model = lgb.LGBMClassifier(n_estimators=300).fit(X.iloc[a][columns], y.iloc[a])
    print(roc_auc_score(y.iloc[b], model.predict_proba(X.iloc[b][columns])[:, 1]))
`;
    expect(await stops(chosen(other))).toEqual(["hint"]);
  });
  it("are the result where nothing else is", async () => {
    expect(await stops(chosen("print(columns)\n"))).toEqual(["error"]);
  });
});

describe("a model that grows in a loop (HLD201)", () => {
  const grown = (more: string, then: string): string => `${head}
def grown(X_train, y_train, X_test, y_test, told):
    model = RandomForestRegressor(n_estimators=1${more})
    errors = []
    for trees in np.linspace(1, 120, 16, dtype=int):
        model.n_estimators = int(trees)
        model.fit(X_train, y_train)
        errors.append(mean_absolute_error(y_test, model.predict(X_test)))
        told(trees, errors[-1])
${then}    return model

${parts}model = grown(X_train, y_train, X_test, y_test, print)
`;
  const chosen = async (program: string): Promise<string[]> => (await check([program])).findings.filter((f) => f.code === "HLD201").map((f) => f.severity);
  it("tells how far its training is", async () => {
    expect(await chosen(grown(", warm_start=True", ""))).toEqual(["hint"]);
  });
  it("is chosen where its best number is, or where each round trains it anew", async () => {
    expect(await chosen(grown(", warm_start=True", "    print(np.argmin(errors))\n"))).toEqual(["warning"]);
    expect(await chosen(grown("", ""))).toEqual(["warning"]);
  });
});
