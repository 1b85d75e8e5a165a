/** Selections that keep everything, early stopping that never comes, searches with nothing to find, and numbers that are no score of the model. */
import { describe, expect, it } from "vitest";
import type { UnitInput } from "../../server/src/program/program.js";
import { check, places } from "../helpers/check.js";

type Cell = string | Partial<UnitInput>;
const found = async (code: string, ...cells: Cell[]): Promise<string[]> => places((await check(cells)).findings, cells).filter((p) => p.startsWith(code));
const severity = async (code: string, text: string): Promise<string[]> => (await check([text])).findings.filter((f) => f.code === code).map((f) => f.severity);

describe("a selection", () => {
  const select = (selector: string, columns = "rivers.drop(columns='depth')", more = ""): string => `import pandas as pd
from sklearn.datasets import make_regression
from sklearn.feature_selection import RFE, SelectKBest, f_regression
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split
rivers = pd.read_csv("rivers.csv")
X, y = ${columns}, rivers["depth"]
select = ${selector}
Z = select.fit_transform(X, y)
${more}A, B, a, b = train_test_split(Z, y, random_state=0)
print(Ridge().fit(A, a).score(B, b))
`;
  const two = 'rivers[["width", "fall"]]';
  it("that keeps all columns chooses nothing", async () => {
    expect(await found("HLD103", select('SelectKBest(f_regression, k="all")'))).toEqual([]);
    expect(await found("HLD103", select("SelectKBest(f_regression)", two))).toEqual([]);
    expect(await found("HLD103", select("RFE(Ridge(), n_features_to_select=2)", two))).toEqual([]);
  });
  it("that keeps fewer does, and so do the scores that are read from it", async () => {
    expect(await found("HLD103", select("SelectKBest(f_regression)"))).toEqual(["HLD103 cell1:9"]);
    expect(await found("HLD103", select("SelectKBest(f_regression, k=1)", two))).toHaveLength(1);
    expect(await found("HLD103", select("RFE(Ridge())", two))).toHaveLength(1);
    expect(await found("HLD103", select('SelectKBest(f_regression, k="all")', two, "Z = Z[:, select.scores_ > 2]\n"))).toHaveLength(1);
  });

  const made = (features: number): string => `from sklearn.datasets import make_regression
from sklearn.feature_selection import SelectKBest, f_regression
from sklearn.linear_model import Ridge
from sklearn.model_selection import cross_val_score
X, y = make_regression(n_samples=200, n_features=${features}, random_state=0)
Z = SelectKBest(f_regression).fit_transform(X, y)
print(cross_val_score(Ridge(), Z, y, cv=5).mean())
`;
  it("is measured by the features that a generator was told to make", async () => {
    expect(await found("HLD103", made(10))).toEqual([]);
    expect(await found("HLD103", made(11))).toHaveLength(1);
  });

  const shown = (k: number, output: string, look = "rivers"): Cell[] => [
    'import pandas as pd\nfrom sklearn.feature_selection import SelectKBest, f_regression\nfrom sklearn.linear_model import Ridge\nfrom sklearn.model_selection import train_test_split\nrivers = pd.read_csv("rivers.csv")',
    { text: look, outputs: [output] },
    `rest = rivers.drop("name", axis=1)\nX, y = rest.drop("depth", axis=1), rivers["depth"]\nZ = SelectKBest(f_regression, k=${k}).fit_transform(X, y)`,
    "A, B, a, b = train_test_split(Z, y, random_state=0)\nprint(Ridge().fit(A, a).score(B, b))",
  ];
  const table = "    name  depth  width  fall\n0   Isar    1.2   30.0   2.1\n1   Lech    1.5   41.0   2.8";
  it("is measured by the table that a cell shows, less what was dropped", async () => {
    expect(await found("HLD103", ...shown(2, table))).toEqual([]);
    expect(await found("HLD103", ...shown(1, table))).toHaveLength(1);
    expect(await found("HLD103", ...shown(2, "(90, 4)", "rivers.shape"))).toEqual([]);
    expect(await found("HLD103", ...shown(2, "(90, 9)", "rivers.shape"))).toHaveLength(1);
    expect(await found("HLD103", ...shown(2, `${table}\n\n[90 rows x 9 columns]`))).toHaveLength(1);
    // Another table by then.
    expect(await found("HLD103", ...shown(2, "(90, 4)", 'rivers["age"] = 1\nrivers.shape'))).toHaveLength(1);
  });
});

describe("early stopping", () => {
  const boost = (train: string, predict = "booster.predict(dtest)"): string => `import lightgbm as lgb
import pandas as pd
import xgboost as xgb
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
clicks = pd.read_csv("clicks.csv")
A, B, a, b = train_test_split(clicks.drop(columns="click"), clicks["click"], random_state=0)
dtrain, dtest = xgb.DMatrix(A, label=a), xgb.DMatrix(B, label=b)
ltrain, ltest = lgb.Dataset(A, label=a), lgb.Dataset(B, label=b)
booster = ${train}
print(roc_auc_score(b, ${predict}))
`;
  const rounds = (wait: number): string => `xgb.train({}, dtrain, num_boost_round=100, evals=[(dtest, "test")], early_stopping_rounds=${wait})`;
  it("that waits as long as there are rounds keeps them all, unless the best of them is asked for", async () => {
    expect(await found("HLD202", boost(rounds(100)))).toEqual([]);
    expect(await found("HLD202", boost(rounds(20)))).toEqual(["HLD202 cell1:10"]);
    expect(await found("HLD202", boost(rounds(100), "booster.predict(dtest, ntree_limit=booster.best_ntree_limit)"))).toHaveLength(1);
  });
  const kind = (boosting: string): string =>
    `lgb.train({"boosting": "${boosting}", "objective": "binary"}, ltrain, 500, valid_sets=[ltest], early_stopping_rounds=20)`;
  const model = (boosting: string): string =>
    `lgb.LGBMClassifier(boosting_type="${boosting}").fit(A, a, eval_set=[(B, b)], callbacks=[lgb.early_stopping(20)])`;
  it("is left out where trees are dropped again", async () => {
    expect(await found("HLD202", boost(kind("dart"), "booster.predict(B)"))).toEqual([]);
    expect(await found("HLD202", boost(kind("gbdt"), "booster.predict(B)"))).toHaveLength(1);
    expect(await found("HLD202", boost(model("dart"), "booster.predict_proba(B)[:, 1]"))).toEqual([]);
    expect(await found("HLD202", boost(model("gbdt"), "booster.predict_proba(B)[:, 1]"))).toHaveLength(1);
  });

  const answers = (file: string, column: string): string => `import pandas as pd
from keras.callbacks import EarlyStopping
from keras.layers import Dense
from keras.models import Sequential
from sklearn.metrics import mean_squared_error
past, coming = pd.read_csv("past.csv"), pd.read_csv("coming.csv")
truth = pd.read_csv("${file}")["${column}"]
net = Sequential([Dense(8), Dense(1)])
net.compile(loss="mae", optimizer="adam")
net.fit(past.drop(columns="load"), past["load"], validation_data=(coming, truth), epochs=90, callbacks=[EarlyStopping(patience=5)])
print(mean_squared_error(truth, net.predict(coming)))
`;
  it("by what an earlier model answered is no more than a hint", async () => {
    expect(await severity("HLD202", answers("measured.csv", "load"))).toEqual(["error"]);
    expect(await severity("HLD202", answers("submissions/third.csv", "load"))).toEqual(["hint"]);
    expect(await severity("HLD202", answers("third.csv", "y_hat"))).toEqual(["hint"]);
  });
});

describe("a search", () => {
  const search = (model: string, grid: string): string => `import pandas as pd
from sklearn.dummy import DummyRegressor
from sklearn.linear_model import Ridge
from sklearn.model_selection import GridSearchCV
rivers = pd.read_csv("rivers.csv")
search = GridSearchCV(${model}, ${grid}, cv=5).fit(rivers.drop(columns="depth"), rivers["depth"])
print(search.best_score_)
`;
  it("of a yardstick finds nothing", async () => {
    expect(await found("HLD204", search("Ridge()", '{"alpha": [0.1, 1, 10]}'))).toHaveLength(1);
    expect(await found("HLD204", search("DummyRegressor()", '{"strategy": ["mean", "median"]}'))).toEqual([]);
  });

  const crossed = (scored: string): string => `import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import GridSearchCV, cross_val_predict
rivers = pd.read_csv("rivers.csv")
X, y = rivers.drop(columns="depth"), rivers["depth"]
search = GridSearchCV(Ridge(), {"alpha": [0.1, 1, 10]}, cv=5).fit(X, y)
guess = cross_val_predict(search.best_estimator_, X, y, cv=5)
${scored}
`;
  it("is told of by predictions of its folds only where they are scored", async () => {
    expect(await found("HLD201", crossed("error = mean_absolute_error(y, guess)\nprint(error)"))).toEqual(["HLD201 cell1:7"]);
    expect(await found("HLD201", crossed("error = mean_absolute_error(y, guess)"))).toEqual([]);
  });
});

describe("one row after the other", () => {
  const stream = (steps: string): string => `import pandas as pd
from sklearn.metrics import accuracy_score
from sklearn.naive_bayes import GaussianNB
calls = pd.read_csv("calls.csv")
X, y = calls.drop(columns="sold").values, calls["sold"].values
model = GaussianNB()
truth, guesses = [], []
for i in range(len(X)):
    x = X[i].reshape(1, -1)
${steps}    truth.append(y[i])
print(accuracy_score(truth, guesses))
`;
  const learn = "    model.partial_fit(x, [y[i]], classes=[0, 1])\n";
  const answer = "    guesses.append(model.predict(x)[0])\n";
  it("is new to the model where it answers first and learns afterwards", async () => {
    expect(await found("HLD205", stream(`${answer}${learn}`))).toEqual([]);
    expect(await found("HLD205", stream(`${learn}${answer}`))).toHaveLength(1);
  });
});
