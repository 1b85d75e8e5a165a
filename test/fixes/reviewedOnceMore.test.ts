/** What readers of fixes on further projects refused: rows dropped by their numbers, sections that call their labels the same, data sets of HDF5. */
import { describe, expect, it } from "vitest";
import { documentOf, fixedText, offersOf, withheld } from "./offers.js";

describe("rows that are dropped by their numbers after the learning", () => {
  it.each(["df.drop([df.index[311]], axis=0)", "df.drop([5, 9])", "df.drop(7)"])("are counted by their labels: %s", async (dropped) => {
    const text = `import pandas as pd
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
df = pd.read_csv("herons.csv")
df[["span"]] = SimpleImputer().fit_transform(df[["span"]])
df = ${dropped}
X = df.drop(["rings"], axis=1)
y = df["rings"]
a, b, c, d = train_test_split(X, y, random_state=4)
print(LogisticRegression().fit(a, c).score(b, d))
`;
    const after = await fixedText(text, "HLD101");
    expect(after).toContain("train_test_split(df.index");
    expect(after).toContain("X.loc[train_rows[train_rows.isin(X.index)]]");
    expect(after).not.toContain("iloc");
  });
});

describe("a loop over settings in one of several sections that call their parts the same", () => {
  const section = (size: string): string => `train, test = pd.read_csv("train_${size}.csv"), pd.read_csv("test_${size}.csv")
X_train, y_train = train.drop(columns="call"), train["call"]
X_test, y_test = test.drop(columns="call"), test["call"]
tried = []
for depth in [2, 4, 8, 16]:
    tree = DecisionTreeClassifier(max_depth=depth, random_state=1).fit(X_train, y_train)
    tried.append({"depth": depth, "score": accuracy_score(y_test, tree.predict(X_test))})
print(max(tried, key=lambda t: t["score"]))
`;
  it("is left where nothing else is scored on its own test rows", async () => {
    const text = `import pandas as pd
from sklearn.metrics import accuracy_score
from sklearn.tree import DecisionTreeClassifier
${section("small")}${section("large")}`;
    const reasons = await withheld(text, "HLD201");
    expect(reasons).toHaveLength(2);
    for (const reason of reasons) expect(reason).toContain("Nothing else is scored on the test rows");
  });
});

describe("a data set of HDF5", () => {
  it("is an array", async () => {
    const text = `import h5py
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
file = h5py.File("songs.h5")
x = file["notes"][()]
y = file["bird"][()]
used = x.sum(axis=0) > np.median(x.sum(axis=0))
x = x[:, used]
a, b, c, d = train_test_split(x, y, random_state=54)
print(LogisticRegression().fit(a, c).score(b, d))
`;
    const after = await fixedText(text, "HLD101");
    expect(after).toContain("x[train_rows]");
    expect(after).not.toContain("iloc");
  });
});

describe("the name that a log gives to the rows that a booster stops by", () => {
  const program = (more: string): string => `import pandas as pd
import xgboost as xgb
from sklearn.metrics import log_loss
from sklearn.model_selection import train_test_split
df = pd.read_csv("rails.csv")
a, b, c, d = train_test_split(df.drop(columns="late"), df["late"], random_state=1)
dtrain, seen = xgb.DMatrix(a, label=c), {}
dtest = xgb.DMatrix(b, label=d)
dtrain = xgb.DMatrix(a, label=c)
watched = [(dtrain, "train"), (dtest, "test")]
model = xgb.train({"objective": "binary:logistic"}, dtrain, 500, watched, early_stopping_rounds=20, evals_result=seen)
${more}print(log_loss(d, model.predict(dtest)))
`;
  it("is that of a validation part afterwards", async () => {
    expect(await fixedText(program(""), "HLD202")).toContain('"valid")]');
  });
  it("is written as the program writes it, whatever another training calls the test rows", async () => {
    const capital = program('again = xgb.train({}, dtrain, 90, evals=[(dtest, "Test")])\n').replace('(dtest, "test")]\n', '(dtest, "Test")]\n');
    const after = await fixedText(capital, "HLD202");
    expect(after).toContain('"Valid")]\n');
    expect(after).toContain('evals=[(dtest, "Test")]');
  });
  it("stays where another line reads the log by it", async () => {
    expect(await fixedText(program('print(seen["test"])\n'), "HLD202")).toContain('"test")]');
  });
});

describe("a function that hands its own columns on to itself", () => {
  it("is given an answer, whatever it is", async () => {
    const text = (again: string): string => `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
df = pd.read_csv("otters.csv")
def run(columns, tries=1):
    data = df.copy()
    for i in range(2):
        limit = data[columns].quantile(0.9)
        data = data[data["age"] < 40]
    data[columns] = data[columns] / limit
    a, b, c, d = train_test_split(data[columns], data["dives"], random_state=2)
    print(LogisticRegression().fit(a, c).score(b, d))
${again}
run(["depth", "age"])
`;
    const found = async (again: string): Promise<string[]> => (await offersOf(documentOf([text(again)]))).report.findings.map((f) => f.code);
    expect(await found("    print(tries)")).toContain("HLD101");
    expect(await found("    if tries:\n        run(columns, tries - 1)")).toContain("HLD101");
  });
});
