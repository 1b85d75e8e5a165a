/** What one part of the rows has by itself: groups that its copies share, columns that the test part was never given, a target made of groups, both parts as one. */
import { describe, expect, it } from "vitest";
import { check, places } from "../helpers/check.js";

const found = async (text: string, code: string): Promise<string[]> => {
  const { findings } = await check([text]);
  return places(
    findings.filter((f) => f.severity !== "hint"),
    [text],
  ).filter((p) => p.startsWith(code));
};

describe("copies before folds", () => {
  const head = `import numpy as np
import pandas as pd
from imblearn.over_sampling import SMOTE, RandomOverSampler
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import GridSearchCV, GroupKFold, GroupShuffleSplit, KFold, cross_val_score
claims = pd.read_csv("claims.csv")
`;
  const search = (sampler: string, folds: string) => `${head}def tune(X, y, seed):
    X, y = ${sampler}().fit_resample(X, y)
    number = {firm: n for n, firm in enumerate(np.unique(X["firm"]))}
    groups = np.array([number[firm] for firm in X["firm"]])
    X.drop(columns=["firm"], inplace=True)
    search = GridSearchCV(RandomForestClassifier(), {"max_depth": [2, 4]}, cv=${folds})
    return search.fit(X, y)
def run(X, y):
    return tune(X, y, 1)
run(claims.drop(columns="fraud"), claims["fraud"])
`;
  const grouped = "GroupShuffleSplit(n_splits=5, random_state=seed).split(X, y, groups)";
  it("stay with their group, where the folds are given groups of the copied rows", async () => {
    expect(await found(search("RandomOverSampler", grouped), "HLD105")).toEqual([]);
    const loop = (folds: string) => `${head}X, y = RandomOverSampler().fit_resample(claims.drop(columns="fraud"), claims["fraud"])
firms = X.pop("firm")
for train, test in ${folds}:
    model = RandomForestClassifier().fit(X.iloc[train], y.iloc[train])
    print(model.score(X.iloc[test], y.iloc[test]))
`;
    expect(await found(loop("GroupKFold(5).split(X, y, firms)"), "HLD105")).toEqual([]);
    expect(await found(loop("KFold(5, shuffle=True, random_state=0).split(X)"), "HLD105")).toHaveLength(1);
  });
  it("part where the folds know of no groups, and what lies between two rows has no group of its own", async () => {
    expect(await found(search("RandomOverSampler", "KFold(5, shuffle=True, random_state=seed)"), "HLD105")).toHaveLength(1);
    expect(await found(search("SMOTE", grouped), "HLD105")).toHaveLength(1);
  });
});

describe("values of later rows", () => {
  const program = (test: string) => `import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import mean_squared_error
def enrich(df):
    df["before"] = df["heat"].shift(1)
    df["after"] = df["heat"].shift(-1)
    return df
train = enrich(pd.read_csv("train.csv").sort_values("hour"))
test = pd.read_csv("test.csv").sort_values("hour")
${test}
names = ["heat", "before", "after"]
model = RandomForestRegressor().fit(train[names], train["left"])
print(mean_squared_error(test["left"], model.predict(test[names])))
`;
  it("flatter no score of rows in another file that have a constant instead", async () => {
    expect(await found(program('test["before"] = 0.0\ntest["after"] = 0.0'), "HLD109")).toEqual([]);
    expect(await found(program("test = enrich(test)"), "HLD109")).toHaveLength(1);
  });
});

describe("numbers of groups", () => {
  const program = (target: string) => `import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import KFold
df = pd.read_csv("engines.csv")
${target}
df["share"] = df["cycle"] / df.groupby("engine")["cycle"].transform("max")
for train, test in KFold(5).split(df):
    model = RandomForestRegressor().fit(df[["share", "heat"]].iloc[train], df["left"].iloc[train])
    print(model.score(df[["share", "heat"]].iloc[test], df["left"].iloc[test]))
`;
  it("of which the target was made are no encoding of it", async () => {
    expect(await found(program('df["left"] = df.groupby("engine")["cycle"].transform("max") - df["cycle"]'), "HLD104")).toEqual([]);
    expect(await found(program('df["left"] = df["cycle"] * 2'), "HLD104")).toHaveLength(1);
  });
});

describe("cross-validation", () => {
  const program = (rows: string) => `import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import cross_val_score, train_test_split
df = pd.read_csv("prices.csv")
X_train, X_test, y_train, y_test = train_test_split(df[["area", "rooms"]], df["price"], random_state=0)
model = RandomForestRegressor(random_state=0)
model.fit(X_train, y_train)
print(model.score(X_test, y_test))
${rows}
print(cross_val_score(model, X, y, cv=5, scoring="r2").mean())
`;
  it("of both parts put together again is not one of the test part", async () => {
    expect(await found(program("X, y = pd.concat([X_train, X_test]), pd.concat([y_train, y_test])"), "HLD305")).toEqual([]);
    expect(await found(program("X, y = X_test, y_test"), "HLD305")).toHaveLength(1);
  });
});
