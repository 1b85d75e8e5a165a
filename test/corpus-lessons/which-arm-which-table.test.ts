/** HLD101 to HLD106, HLD111, HLD201, HLD205: arms of a chain without else, what is kept under a key, columns laid one on the other, tables that judge, rows before one. */
import { describe, expect, it } from "vitest";
import { check } from "../helpers/check.js";

const found = async (text: string, codes: RegExp): Promise<string[]> =>
  (await check([text])).findings
    .filter((f) => codes.test(f.code))
    .map((f) => `${f.code} ${text.slice(0, f.at.start).split("\n").length}${f.severity === "hint" ? " hint" : ""}`);

describe("a chain of kinds without an else, in a loop over folds (HLD106)", () => {
  const program = (second: string): string => `import numpy as np, pandas as pd, lightgbm as lgb, xgboost as xgb
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import KFold
def cv(boats, kind):
    X, y = boats.drop(columns="draught").values, boats["draught"].values
    answers = np.zeros(len(boats))
    for a, b in KFold(5, shuffle=True, random_state=1).split(X):
        if kind == "light":
            model = lgb.train({}, lgb.Dataset(X[a], label=y[a]), num_boost_round=50)
        ${second}:
            model = xgb.train({}, xgb.DMatrix(X[a], label=y[a]), num_boost_round=50)
        answers[b] = model.predict(X[b])
        print(mean_absolute_error(y[b], answers[b]))
cv(pd.read_csv("boats.csv"), input())
`;
  it("leaves no model of the round before", async () => {
    expect(await found(program('elif kind == "extreme"'), /HLD106/)).toEqual([]);
    expect(await found(program('elif kind in ("extreme", "other")'), /HLD106/)).toEqual([]);
  });
  it("may leave one where each arm asks something else", async () => {
    expect(await found(program("elif len(a) > 900"), /HLD106/)).toEqual(["HLD106 9"]);
  });
});

describe("tables that a helper gathers in a list (HLD205, HLD106)", () => {
  const program = (scored: string): string => `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
def tidy(*tables):
    out = []
    for table in tables:
        out.append(table.fillna(0))
    return tuple(out)
kites = pd.read_csv("kites.csv")
a, b = train_test_split(kites, random_state=1)
a, b = tidy(a, b)
model = LogisticRegression().fit(a[["span"]], a["flies"])
print(model.score(${scored}[["span"]], ${scored}["flies"]))
`;
  it("stay the ones they were", async () => {
    expect(await found(program("b"), /HLD(205|106)/)).toEqual([]);
    expect(await found(program("a"), /HLD205/)).toEqual(["HLD205 13"]);
  });
});

describe("an encoder that is made where none is kept under the column's name (HLD111)", () => {
  const program = (guard: string): string => `import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import OrdinalEncoder
coders = {}
def coded(table):
    table = table.copy()
    for column in table.select_dtypes("object").columns:
        if ${guard}:
            coders[column] = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1)
            table[[column]] = coders[column].fit_transform(table[[column]])
        else:
            table[[column]] = coders[column].transform(table[[column]])
    return table
ponds = pd.read_csv("ponds.csv")
a, b, c, d = train_test_split(ponds.drop(columns="frogs"), ponds["frogs"], random_state=1)
model = RandomForestClassifier(random_state=1).fit(coded(a), c)
print(model.score(coded(b), d))
`;
  it("is not fitted again", async () => {
    expect(await found(program("column not in coders"), /HLD111/)).toEqual([]);
  });
  it("may be where something else is asked", async () => {
    expect(await found(program("table[column].nunique() > 3"), /HLD111/)).toEqual(["HLD111 11"]);
  });
});

describe("columns laid one on the other (HLD101)", () => {
  const program = (made: string): string => `import numpy as np, pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
bees = pd.read_csv("bees.csv")
flags = []
for column in ["wax", "pollen", "brood"]:
    flags.append((bees[column] > 2).astype(int))
bees["signs"] = ${made}
a, b, c, d = train_test_split(bees[["signs"]], bees["swarms"], random_state=1)
print(LogisticRegression().fit(a, c).score(b, d))
`;
  it("are added up row by row", async () => {
    expect(await found(program("np.sum(flags, axis=0)"), /HLD101/)).toEqual([]);
    expect(await found(program('np.mean((bees["wax"], bees["brood"]), axis=0)'), /HLD101/)).toEqual([]);
  });
  it("are learned from where all rows of one are", async () => {
    expect(await found(program('bees["wax"] - np.mean(bees["wax"], axis=0)'), /HLD101/)).toEqual(["HLD101 8"]);
  });
});

describe("a threshold that a helper looks for in one table, while another one judges (HLD201)", () => {
  const program = (judged: string): string => `import numpy as np, pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
def best_cut(truth, chances):
    best = None
    for cut in np.arange(0, 1, 0.05):
        tried = {"cut": cut, "f1": f1_score(truth, chances >= cut)}
        if best is None or tried["f1"] > best["f1"]:
            best = tried
    return best
first, second, third = pd.read_csv("mills.csv"), pd.read_csv("mills_b.csv"), pd.read_csv("mills_c.csv")
model = LogisticRegression().fit(first[["wind"]], first["turns"])
kept = best_cut(second["turns"], model.predict_proba(second[["wind"]])[:, 1])
print(f1_score(${judged}["turns"], model.predict_proba(${judged}[["wind"]])[:, 1] >= kept["cut"]))
`;
  it("is chosen on a validation part", async () => {
    expect(await found(program("third"), /HLD201/)).toEqual([]);
  });
  it("is chosen on the test rows where they are the ones that are told of", async () => {
    expect(await found(program("second"), /HLD201/)).toEqual(["HLD201 13"]);
  });
});

describe("which of the preprocessing rules it is", () => {
  const parts = `a, b, c, d = train_test_split(X, y, random_state=1)
print(cross_val_score(SVC(), a, c).mean(), SVC().fit(a, c).score(b, d))
`;
  const head = `import numpy as np, pandas as pd
from scipy.stats import pointbiserialr
from sklearn.model_selection import cross_val_score, train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
df = pd.read_csv("quarries.csv")
`;
  it("is the test part that counts where the columns are chosen by a pattern, too", async () => {
    const program = `${head}df["depth"] = StandardScaler().fit_transform(df[["depth"]])
some = df.filter(regex="depth|rock_.*|closed")
X, y = some.drop(columns="closed").values, some["closed"].values
${parts}`;
    expect(await found(program, /HLD10\d/)).toEqual(["HLD101 7"]);
  });
  it("is an encoding where the target is among the columns that are told by groups", async () => {
    const program = (columns: string): string => `${head}by_town = df.groupby(["town", "rock"])[[${columns}]].agg(["mean", "std"])
by_town.columns = ["_".join(c) for c in by_town.columns]
df = df.merge(by_town.reset_index(), on=["town", "rock"], how="left")
X, y = df[[c for c in df.columns if c not in ("name", "closed")]], df["closed"]
${parts}`;
    expect(await found(program('"closed", "depth", "age"'), /HLD10\d/)).toEqual(["HLD104 7"]);
    expect(await found(program('"width", "depth", "age"'), /HLD10\d/)).toEqual(["HLD101 7"]);
  });
  it("is a selection where columns are measured against the target, whatever it is called afterwards", async () => {
    const program = (chosen: string, X: string, y: string): string => `${head}${chosen}\nX, y = ${X}, ${y}\n${parts}`;
    const byList = 'names = df.corr().sort_values(["closed"], ascending=False).index[1:5]';
    expect(await found(program(byList, "df[names]", 'df["closed"]'), /HLD10\d/)).toEqual(["HLD103 7"]);
    const byPlace = 'r = df.corr()["closed"]\nnames = r[r.abs() > 0.4].index.tolist()\nnames.remove("closed")\ndf = df[names + ["closed"]]';
    expect(await found(program(byPlace, "df.iloc[:, :-1]", "df.iloc[:, -1]"), /HLD10\d/)).toEqual(["HLD103 7"]);
    const byPairs = 'told = pd.DataFrame([pointbiserialr(df["closed"], df[c])[0] for c in ["depth", "age"]])\nnames = told[told[0] > 0.1].index';
    expect(await found(program(byPairs, "df.iloc[:, names]", 'df["closed"]'), /HLD10\d/)).toEqual(["HLD103 7"]);
  });
});

describe("what one row looks back on (HLD101)", () => {
  const program = (condition: string): string => `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
races = pd.read_csv("races.csv", parse_dates=["day"])
races["form"] = races.apply(lambda r: races[${condition}]["points"].mean(), axis=1)
a, b, c, d = train_test_split(races[["form"]], races["won"], random_state=1)
print(LogisticRegression().fit(a, c).score(b, d))
`;
  it("is its own", async () => {
    expect(await found(program('(races["horse"] == r["horse"]) & (races["day"] < r["day"])'), /HLD101/)).toEqual([]);
  });
  it("is learned of all where the others are any", async () => {
    expect(await found(program('races["horse"] == r["horse"]'), /HLD101/)).toEqual(["HLD101 5"]);
  });
});

describe("later rows that say which rows there are (HLD109)", () => {
  const program = (made: string, inputs: string): string => `import pandas as pd
from sklearn.linear_model import Ridge
calls = pd.read_csv("calls.csv").sort_values(["ship", "day"])
calls["next"] = calls.groupby("ship")["port"].shift(-1)
${made}
early, late = calls[calls["day"] < "2024"], calls[calls["day"] >= "2024"]
model = Ridge().fit(early[[${inputs}]], early["hours"])
print(model.score(late[[${inputs}]], late["hours"]))
`;
  it("bring none of their values", async () => {
    expect(await found(program('calls = calls[calls["next"].notna()]\nport = calls["port"] + 0', '"port", "crew"'), /HLD109/)).toEqual([]);
    expect(await found(program('calls = calls[calls["next"] != calls["port"]]', '"port", "crew"'), /HLD109/)).toEqual([]);
  });
  it("bring them as inputs", async () => {
    expect(await found(program('calls = calls[calls["next"].notna()]', '"port", "next"'), /HLD109/)).toEqual(["HLD109 4"]);
  });
  it("fill the one gap that a step back leaves", async () => {
    const lag = (last: string): string => `calls["before"] = calls.groupby("ship")["hours"].shift(1)\ncalls["last"] = calls["crew"]${last}`;
    expect(await found(program(lag('.shift(1).fillna(method="bfill")'), '"before", "last"'), /HLD109/)).toEqual([]);
    expect(await found(program(lag('.fillna(method="bfill")'), '"before", "last"'), /HLD109/)).toEqual(["HLD109 6"]);
  });
});

describe("columns that nobody can list, set to themselves (HLD107)", () => {
  const program = (drop: string): string => `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
debts = pd.read_csv("debts.csv")
debts[["town", "late"]] = debts[["town", "late"]].astype("category")
some = debts.iloc[:, 6:12].columns.tolist()
debts[some] = debts[some].astype("category")
X, y = debts.drop(columns=[${drop}]), debts["late"]
a, b, c, d = train_test_split(X, y, random_state=1)
print(LogisticRegression().fit(a, c).score(b, d))
`;
  it("do not become the target", async () => {
    expect(await found(program('"id", "late"'), /HLD107/)).toEqual([]);
    expect(await found(program('"id"'), /HLD107/)).toEqual(["HLD107 8"]);
  });
});

describe("a splitter that is asked for one pair of parts (HLD101, HLD102)", () => {
  const program = (splitter: string, cut: string): string => `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupShuffleSplit, StratifiedShuffleSplit
from sklearn.preprocessing import StandardScaler
wells = pd.read_csv("wells.csv")
wells[["depth", "flow"]] = StandardScaler().fit_transform(wells[["depth", "flow"]])
splitter = ${splitter}
${cut}
model = LogisticRegression().fit(wells.loc[i][["depth", "flow"]], wells.loc[i, "dry"])
print(model.score(wells.loc[j][["depth", "flow"]], wells.loc[j, "dry"]))
`;
  const loop = 'for i, j in splitter.split(wells, wells["dry"]):\n    print(len(i), len(j))';
  it("cuts a test part", async () => {
    expect(await found(program("StratifiedShuffleSplit(n_splits=1, test_size=0.2, random_state=3)", loop), /HLD10\d/)).toEqual(["HLD101 6"]);
    const first = 'i, j = next(splitter.split(wells, groups=wells["owner"]))';
    expect(await found(program("GroupShuffleSplit(n_splits=1, random_state=3)", first), /HLD10\d/)).toEqual(["HLD101 6"]);
  });
  it("cuts folds where it is asked for more", async () => {
    expect(await found(program("StratifiedShuffleSplit(n_splits=4, random_state=3)", loop), /HLD10\d/)).toEqual(["HLD102 6"]);
  });
});

describe("a list of a table (HLD107)", () => {
  const program = (names: string): string => `import pandas as pd
from sklearn.linear_model import LogisticRegression
one, two = pd.read_csv("games.csv"), pd.read_csv("games_later.csv")
names = ${names}
model = LogisticRegression().fit(one[names], one["won"])
print(model.score(two[names], two["won"]))
`;
  it("names its columns, of which some are taken by their places", async () => {
    expect(await found(program("list(one)[2:40]"), /HLD107/)).toEqual([]);
    expect(await found(program("list(one)"), /HLD107/)).toEqual(["HLD107 5"]);
  });
});

describe("what a calendar says of the next day (HLD109)", () => {
  const program = (column: string): string => `import pandas as pd
from sklearn.linear_model import Ridge
days = pd.read_csv("days.csv").sort_values("day")
days["before"] = days["sold"].shift(1)
days["soon"] = days["${column}"].shift(-1)
early, late = days[days["day"] < "2024"], days[days["day"] >= "2024"]
model = Ridge().fit(early[["before", "soon"]], early["sold"])
print(model.score(late[["before", "soon"]], late["sold"]))
`;
  it("is known beforehand", async () => {
    expect(await found(program("is_holiday"), /HLD109/)).toEqual([]);
    expect(await found(program("visitors"), /HLD109/)).toEqual(["HLD109 5"]);
  });
});

describe("a sweep over cuts of the answers for the test rows (HLD201)", () => {
  const program = (said: string): string => `import numpy as np, pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
owls = pd.read_csv("owls.csv")
a, b, c, d = train_test_split(owls.drop(columns="hoots"), owls["hoots"], random_state=1)
chances = LogisticRegression().fit(a, c).predict_proba(b)[:, 1]
${said}
for cut in np.arange(0.1, 0.9, 0.1):
    print(cut, f1_score(d, chances >= cut))
`;
  it("chooses nothing where the program says that it is there to be looked at", async () => {
    expect(await found(program('print("cuts on the test part (diagnostics only)")'), /HLD201/)).toEqual([]);
    expect(await found(program("# for reference only"), /HLD201/)).toEqual([]);
    expect(await found(program("# the cuts"), /HLD201/)).toEqual(["HLD201 10 hint"]);
  });
});

describe("a training that stops by the rows whose score it gives to a search (HLD202, HLD201)", () => {
  const program = (given: string, x = "x_val", y = "y_val"): string => `import lightgbm as lgb, optuna, pandas as pd
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split
tides = pd.read_csv("tides.csv")
a, ${x}, c, ${y} = train_test_split(tides.drop(columns="level"), tides["level"], random_state=1)
def tried(trial):
    model = lgb.LGBMRegressor(n_estimators=2000, max_depth=${given})
    model.fit(a, c, eval_set=[(${x}, ${y})], callbacks=[lgb.early_stopping(30)])
    return mean_absolute_error(${y}, model.predict(${x}))
`;
  it("is a fault of the search, told once", async () => {
    const search = 'study = optuna.create_study()\nstudy.optimize(tried, n_trials=30)\nprint("best", study.best_value)\n';
    expect(await found(program('trial.suggest_int("depth", 2, 9)') + search, /HLD20[12]/)).toEqual(["HLD201 11"]);
  });
  it("is its own where the program calls these rows its test", async () => {
    const search = "study = optuna.create_study()\nstudy.optimize(tried, n_trials=30)\n";
    const text = program('trial.suggest_int("depth", 2, 9)', "x_test", "y_test") + search;
    expect(await found(text, /HLD20[12]/)).toEqual(["HLD202 8", "HLD201 11"]);
  });
  it("is its own where the score is told", async () => {
    expect(await found(`${program("4")}print(tried(None))\n`, /HLD20[12]/)).toEqual(["HLD202 8"]);
  });
});
