/** HLD101 and HLD104: what a label is made from, where lists of days begin and end, columns that are the same in every row, one row by its label, and the axes of tensors tell nothing of other rows; HLD201: metrics that cut by themselves, and numbers that are called those of a validation part. */
import { describe, expect, it } from "vitest";
import { check } from "../helpers/check.js";

const found = async (text: string): Promise<string[]> =>
  (await check([text])).findings
    .filter((f) => /HLD(101|201)/.test(f.code))
    .map((f) => `${f.code} ${text.slice(0, f.at.start).split("\n").length}${f.severity === "hint" ? " hint" : ""}`);
const head = `import numpy as np
import pandas as pd
import torch
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
df = pd.read_csv("gauges.csv")
X, y = df.drop(columns="leaks"), df["leaks"]
`;
const tail = `a, b, c, d = train_test_split(X, y, random_state=0)
print(LogisticRegression().fit(a, c).score(b, d))
`;

describe("columns that hold one value", () => {
  it.each([
    "X = X.loc[:, X.max() != X.min()]\n",
    "flat = X.columns[X.min() == X.max()]\nX = X.drop(columns=flat)\n",
    "X = X.loc[:, X.std() > 0]\n",
    "X = X.drop(columns=[name for name in X.columns if X[name].var() == 0])\n",
  ])("are told of by no other row: %j", async (line) => {
    expect(await found(head + line + tail)).toEqual([]);
  });
  it.each([
    "X = X.loc[:, X.std() > 0.1]\n",
    "X = X.loc[:, X.max() > X.min()]\nX = X - X.mean()\n",
    "X = X.loc[:, X.max() > 2 * X.min()]\n",
    "X = X.loc[:, X.max() != y.min()]\n",
  ])("are not what a limit or a mean asks for: %j", async (line) => {
    expect(await found(head + line + tail)).toHaveLength(1);
  });
});

describe("the first and the last day", () => {
  const days = (made: string): string => `${head}${made}\n${tail}`;
  it.each([
    'free = calendar.holidays(start=X["day"].min(), end=X["day"].max())\nX["free"] = X["day"].isin(free)',
    'prices = pd.read_csv("prices.csv")\nX = X.merge(prices[prices["day"] >= X["day"].min().date()], on="day")',
  ])("tell where a list begins and ends: %s", async (made) => {
    expect(await found(days(made))).toEqual([]);
  });
  it("not what a function of the program does with them", async () => {
    const own = "def stretched(v, start, end):\n    return (v - start) / (end - start)\n";
    expect(await found(days(`${own}X["level"] = stretched(X["level"], start=X["level"].min(), end=X["level"].max())`))).toHaveLength(1);
  });
  it("not how a column is stretched", async () => {
    expect(await found(days('X["day"] = X["day"] / X["day"].max()'))).toEqual(["HLD101 8"]);
  });
});

describe("a number of each group that the label is made from", () => {
  const left = (joined: string, inputs: string): string => `${head}${joined}
df["left"] = df["last"] - df["turn"]
a, b, c, d = train_test_split(df[${inputs}], df["left"], random_state=0)
print(LogisticRegression().fit(a, c).score(b, d))
`;
  const merged = 'last = df.groupby("pump")["turn"].max().reset_index()\nlast.columns = ["pump", "last"]\ndf = df.merge(last, on="pump")';
  const heard = async (text: string): Promise<string[]> => (await check([text])).findings.map((f) => f.code).filter((c) => c === "HLD104" || c === "HLD101");
  it("is none of the inputs that are named", async () => {
    expect(await heard(left(merged, '["heat", "noise"]'))).toEqual([]);
    expect(await heard(left('df["last"] = df.groupby("pump")["turn"].transform("max")', '["heat", "noise"]'))).toEqual([]);
  });
  it("is told where nobody can list the inputs", async () => {
    const stacked = left('df["last"] = df.groupby("pump")["turn"].transform("max")', '["heat"]').replace(
      'df[["heat"]]',
      'np.column_stack([df["heat"], df["turn"] / df["last"]])',
    );
    expect(stacked).toContain("column_stack");
    expect((await heard(stacked)).length).toBeGreaterThan(0);
  });
  it("is told where it stays among them", async () => {
    expect(await heard(left('df["last"] = df.groupby("pump")["turn"].transform("max")', '["heat", "last"]'))).toEqual(["HLD104"]);
  });
});

describe("one row by its label", () => {
  const rows = (pick: string): string => `${head}for day in X.index:
    week = ${pick}
    X.loc[day, "level"] = week.mean()
${tail}`;
  it("has a mean of its own", async () => {
    expect(await found(rows('X.loc[day, ["mon", "tue", "wed"]]'))).toEqual([]);
    expect(await found(rows("X.loc[day]"))).toEqual([]);
  });
  it("is not a column of all", async () => {
    expect(await found(rows('X.loc[X.index, "mon"]'))).toEqual(["HLD101 10"]);
  });
});

describe("the axis of a tensor", () => {
  const scaled = (by: string): string => `${head}X = torch.tensor(X.values)\nX = X / ${by}\n${tail}`;
  it.each(["X.sum(dim=1, keepdim=True)", "torch.norm(X, dim=1, keepdim=True)", "X.norm(dim=-1, keepdim=True)"])("goes along each row: %s", async (by) => {
    expect(await found(scaled(by))).toEqual([]);
  });
  it.each(["X.sum(dim=0)", "torch.norm(X, dim=0)", "X.sum()"])("or across them: %s", async (by) => {
    expect(await found(scaled(by))).toEqual(["HLD101 9"]);
  });
});

describe("a metric that cuts at its own best place", () => {
  const program = (given: string): string => `from sklearn.ensemble import GradientBoostingRegressor
from sklearn.metrics import f1_score, roc_curve
from sklearn.model_selection import GridSearchCV
${head}def skill(model, rows, truth):
    says = model.predict(rows)
    low, high, cuts = roc_curve(truth, says)
    return f1_score(truth, says > cuts[np.argmax(high - low)])
a, b, c, d = train_test_split(X, y, random_state=0)
${given}
`;
  it("chooses nothing else where a search is handed it", async () => {
    expect(await found(program('GridSearchCV(GradientBoostingRegressor(), {"max_depth": [2, 3]}, scoring=skill).fit(a, c)'))).toEqual(["HLD201 13 hint"]);
  });
  it("chooses for the test part where it is called with it", async () => {
    expect(await found(program("print(skill(GradientBoostingRegressor().fit(a, c), b, d))"))).toEqual(["HLD201 13"]);
  });
});

describe("the best number of a study", () => {
  const study = (line: string): string => `import json
import optuna
${head}X_train, X_val, y_train, y_val = train_test_split(X, y, random_state=0)
def objective(trial):
    model = LogisticRegression(C=trial.suggest_float("C", 0.1, 10)).fit(X_train, y_train)
    return model.score(X_val, y_val)
study = optuna.create_study(direction="maximize")
study.optimize(objective, n_trials=20)
for key, value in study.best_params.items():
    print(key, value)
${line}
json.dump(study.best_params, open("settings.json", "w"))
`;
  it("is what it is called", async () => {
    expect(await found(study('print("Best validation score", study.best_value)'))).toEqual([]);
    expect(await found(study('print("Best score", study.best_value)'))).toEqual(["HLD201 15"]);
  });
});
