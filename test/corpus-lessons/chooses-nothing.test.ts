/** What looks like a choice and is none: yardsticks, switches that are off, patience without end, and scores of folds put together. */
import { describe, expect, it } from "vitest";
import { check, places } from "../helpers/check.js";

const found = async (text: string, code: string): Promise<string[]> => places((await check([text])).findings, [text]).filter((p) => p.startsWith(code));

describe("a better score is kept", () => {
  const program = (baseline: string): string => `import pandas as pd
from sklearn.dummy import DummyClassifier
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
df = pd.read_csv("a.csv")
a, b, c, d = train_test_split(df[["age", "dose"]], df["sick"], random_state=0)
first = ${baseline}.fit(a, c)
best = f1_score(d, first.predict(b))
kept = first
second = LogisticRegression().fit(a, c)
if second.score(a, c) > best:
    kept = second
print(f1_score(d, kept.predict(b)))
`;
  it("but not by the one of a yardstick, which nobody would keep", async () => {
    expect(await found(program("RandomForestClassifier()"), "HLD201")).toEqual(["HLD201 cell1:10"]);
    expect(await found(program('DummyClassifier(strategy="uniform")'), "HLD201")).toEqual([]);
  });
});

describe("a loop tries settings", () => {
  const program = (model: string): string => `import pandas as pd
from sklearn.dummy import DummyClassifier
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier
df = pd.read_csv("a.csv")
a, b, c, d = train_test_split(df[["age", "dose"]], df["sick"], random_state=0)
for setting in ["first", "second"]:
    model = ${model}.fit(a, c)
    print(setting, f1_score(d, model.predict(b)))
`;
  it("but not of a yardstick, of which each tells what chance would give", async () => {
    expect(await found(program("DecisionTreeClassifier(criterion=setting)"), "HLD201")).toEqual(["HLD201 cell1:10"]);
    expect(await found(program("DummyClassifier(strategy=setting)"), "HLD201")).toEqual([]);
  });
});

describe("early stopping", () => {
  const switched = (given: string, condition = "ready and watch"): string => `import pandas as pd
from sklearn.metrics import log_loss
from sklearn.model_selection import train_test_split
from xgboost import XGBClassifier
from project import ready
df = pd.read_csv("a.csv")
def judge(model, X, y, watch=False):
    a, b, c, d = train_test_split(X, y, random_state=0)
    if ${condition}:
        model.fit(a, c, eval_set=[(b, d)], early_stopping_rounds=20)
    else:
        model.fit(a, c)
    return log_loss(d, model.predict_proba(b))
print(judge(XGBClassifier(), df[["age", "dose"]], df["sick"]${given}))
`;
  it("behind a switch that is off does not run, whatever stands before the switch", async () => {
    expect(await found(switched(", watch=True"), "HLD202")).toHaveLength(1);
    expect(await found(switched(""), "HLD202")).toEqual([]);
    expect(await found(switched("", "ready or watch"), "HLD202")).toHaveLength(1);
  });

  const patient = (callback: string): string => `import pandas as pd
from keras.callbacks import EarlyStopping
from keras.layers import Dense
from keras.models import Sequential
from sklearn.model_selection import train_test_split
df = pd.read_csv("a.csv")
a, b, c, d = train_test_split(df[["age", "dose"]], df["days"], random_state=0)
net = Sequential([Dense(8, activation="relu"), Dense(1)])
net.compile(loss="mse", optimizer="adam")
net.fit(a, c, validation_data=(b, d), epochs=30, callbacks=[${callback}])
print(net.evaluate(b, d))
`;
  it("never comes when it waits for as many rounds as there are", async () => {
    for (const waits of ["patience=30", 'monitor="val_loss", patience=50', "patience=30, restore_best_weights=False"])
      expect(await found(patient(`EarlyStopping(${waits})`), "HLD202"), waits).toEqual([]);
    for (const stops of ["patience=29", "", "patience=30, restore_best_weights=True", "patience=wait"])
      expect(await found(patient(`EarlyStopping(${stops})`), "HLD202"), stops).toHaveLength(1);
  });

  const dated = (day: (text: string) => string, judged = "test"): string => `import lightgbm as lgb
import numpy as np
import pandas as pd
from sklearn.metrics import mean_absolute_error
df = pd.read_csv("a.csv", parse_dates=["day"])
first = ${day("2020-01-01")}
second = ${day("2020-06-01")}
last = ${day("2021-01-01")}
train = df["day"] < first
val = (df["day"] >= first) & (df["day"] < second)
test = (df["day"] >= second) & (df["day"] < last)
columns = ["age", "dose"]
model = lgb.train({}, lgb.Dataset(df.loc[train, columns], df.loc[train, "days"]), valid_sets=[lgb.Dataset(df.loc[val, columns], df.loc[val, "days"])], callbacks=[lgb.early_stopping(20)])
print(model.best_score["valid_0"]["l2"])
print(mean_absolute_error(df.loc[${judged}, "days"], model.predict(df.loc[${judged}, columns])))
`;
  it.each([
    ["words", (text: string) => `"${text}"`],
    ["a point in time", (text: string) => `pd.Timestamp("${text}", tz="UTC")`],
    ["a day of an array", (text: string) => `np.datetime64("${text}")`],
  ])("may look at rows before those that judge, where days are given as %s", async (_, day) => {
    expect(await found(dated(day), "HLD202")).toEqual([]);
    expect(await found(dated(day, "val"), "HLD202")).toHaveLength(1);
  });
});

describe("an objective scores each trial", () => {
  const program = (work: string): string => `import numpy as np
import optuna
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import train_test_split
df = pd.read_csv("a.csv")
X, y = df[["age", "dose"]], df["days"]
def stored():
    for a, b in np.load("folds.npy", allow_pickle=True):
        yield a, b
folds = list(stored())
def objective(trial):
    alpha = trial.suggest_float("alpha", 0.1, 10)
    out = np.zeros(len(y))
${work}
study = optuna.create_study()
study.optimize(objective, n_trials=10)
print(study.best_params)
`;
  it("on predictions of all folds at once: that is cross-validation", async () => {
    const folds = `    for a, b in folds:
        model = Ridge(alpha=alpha).fit(X.iloc[a], y.iloc[a])
        out[b] = model.predict(X.iloc[b])
    return mean_squared_error(y, out)`;
    const one = `    a, b, c, d = train_test_split(X, y, random_state=0)
    return mean_squared_error(d, Ridge(alpha=alpha).fit(a, c).predict(b))`;
    expect(await found(program(folds), "HLD201")).toEqual([]);
    expect(await found(program(one), "HLD201")).toHaveLength(1);
  });
});
