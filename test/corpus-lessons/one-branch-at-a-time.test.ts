/** What branches made belongs together branch by branch; code that nobody knows orders its arguments as it likes; what a network learned chooses no columns. */
import { describe, expect, it } from "vitest";
import { check, places } from "../helpers/check.js";

const found = async (text: string, code: RegExp): Promise<string[]> => places((await check([text])).findings, [text]).filter((p) => code.test(p));

const head = `import sys
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
df = pd.read_csv("visits.csv")
X, y = df[["age", "dose"]], df["sick"]
`;

describe("a split in each of two branches", () => {
  const split = (arms: readonly [string, string]) => `${head}if sys.argv[1] == "even":
    X_train, X_test, y_train, y_test = train_test_split(${arms[0]}, random_state=0, stratify=y)
else:
    X_train, X_test, y_train, y_test = train_test_split(${arms[1]}, random_state=0)
`;
  const plain = split(["X, y", "X, y"]);

  it("keeps its parts apart: the training part of one never meets the test part of the other", async () => {
    expect(await found(`${plain}model = LogisticRegression().fit(X_train, y_train)\nprint(model.score(X_test, y_test))\n`, /HLD10/)).toEqual([]);
  });
  it("keeps what was learned below it apart, too", async () => {
    const below = `scale = StandardScaler().fit(X_train)
model = LogisticRegression().fit(scale.transform(X_train), y_train)
print(f1_score(y_test, model.predict(scale.transform(X_test))))
`;
    expect(await found(plain + below, /HLD10/)).toEqual([]);
  });
  it("of a function that gives its parts back, or cuts once more what was left", async () => {
    const text = `${head}def parts(frame, late):
    if late:
        return frame[frame["year"] < 2020], frame[frame["year"] == 2020]
    return train_test_split(frame, random_state=0)

train, test = parts(df, sys.argv[1] == "late")
model = LogisticRegression().fit(train[["age", "dose"]], train["sick"])
print(model.score(test[["age", "dose"]], test["sick"]))

def three(seed):
    if seed:
        a, rest = train_test_split(df, random_state=seed)
        b, c = train_test_split(rest, random_state=seed)
    else:
        a, rest = train_test_split(df, random_state=0)
        b, c = train_test_split(rest, random_state=0)
    return a, b, c

a, b, c = three(int(sys.argv[2]))
chosen = LogisticRegression().fit(a[["age", "dose"]], a["sick"])
print(chosen.score(c[["age", "dose"]], c["sick"]))
`;
    expect(await found(text, /HLD106/)).toEqual([]);
  });
  it("hides nothing that is learned from all rows of both", async () => {
    const before = `${head}frame = pd.read_csv("a.csv") if sys.argv[1] == "a" else pd.read_csv("b.csv")
X, y = frame[["age", "dose"]], frame["sick"]
X = StandardScaler().fit_transform(X)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
`;
    expect(await found(before, /HLD101/)).toEqual(["HLD101 cell1:12"]);
    const all = `${plain}model = LogisticRegression().fit(X, y)\nprint(model.score(X_test, y_test))\n`;
    expect(await found(all, /HLD106/)).toEqual(["HLD106 cell1:14"]);
    // A function's parts that come back the wrong way round in both branches.
    const swapped = plain.replaceAll("X_train, X_test, y_train, y_test =", "X_train, X_new, y_train, y_new =");
    expect(
      await found(`${swapped}X_test, y_test = X_train[:50], y_train[:50]\nprint(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))\n`, /HLD106/),
    ).toHaveLength(1);
  });
});

describe("a model that is scored on columns it was never shown", () => {
  const scored = (columns: string) => `${head}one = Ridge().fit(df[["age"]], df["sick"])
X = ${columns}
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
two = Ridge().fit(X_train, y_train)
print(one.score(X_test, y_test))
`;
  it("is another model than the one that was meant", async () => {
    expect(await found(scored('df.drop(columns="sick")'), /HLD106/)).toEqual([]);
    expect(await found(scored('df[["age", "dose"]]'), /HLD106/)).toEqual([]);
    expect(await found(scored('df[["age"]]'), /HLD106/)).toEqual(["HLD106 cell1:10"]);
  });
});

describe("four parts in the order of the split", () => {
  const given = (
    to: string,
    parts = "X_train, X_test, y_train, y_test",
  ) => `${head}${to.startsWith("from") ? `${to.split("\n")[0]}\n` : ""}X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
${to.startsWith("from") ? to.split("\n").slice(1).join("\n") : to}.fit(${parts})
`;
  it("are what some classes ask for", async () => {
    expect(await found(given("from lazypredict.Supervised import LazyClassifier\nmodels, guesses = LazyClassifier(verbose=0)"), /HLD113/)).toEqual([]);
    expect(await found(given("from somewhere.models import Trial\nTrial()"), /HLD113/)).toEqual([]);
    expect(await found(given("LogisticRegression()"), /HLD113/)).toEqual(["HLD113 cell1:11"]);
  });
  it("are what a class of the program may ask for", async () => {
    const text = `${head}class Trial:
    def run(self, *args):
        if self.kind == "plain":
            return LogisticRegression().fit(args[0], args[2])
        return LogisticRegression().fit(args[0], args[1])

X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
trial = Trial()
trial.kind = sys.argv[1]
trial.run(X_train, X_test, y_train, y_test)
`;
    expect(await found(text, /HLD113/)).toEqual([]);
  });
});

it("a network that is trained by its loss selects nothing, whatever becomes of what it says", async () => {
  const text = `import numpy as np
import pandas as pd
import torch
from sklearn.linear_model import Ridge
from sklearn.model_selection import KFold
df = pd.read_csv("wells.csv")
series = [{"name": n, "x": g[["gamma", "depth"]].to_numpy(), "t": g["top"].to_numpy()} for n, g in df.groupby("well")]

class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.flat = torch.nn.Linear(2, 1)

    def forward(self, x):
        return self.flat(x).squeeze(1)

def trained(rows):
    net = Net()
    optimizer = torch.optim.Adam(net.parameters())
    for i in rows:
        s = series[i]
        optimizer.zero_grad()
        loss = ((net(torch.tensor(s["x"])) - torch.tensor(s["t"])) ** 2).mean()
        loss.backward()
        optimizer.step()
    return net

out = {}
for fit, rest in KFold(5).split(np.arange(len(series))):
    net = trained(fit)
    for i in rest:
        for name, value in zip(series[i]["name"], net(torch.tensor(series[i]["x"])).detach().numpy()):
            out[name] = out.get(name, 0.0) + float(value)
df["network"] = df["well"].map(out)
M, y = df[["gamma", "network"]].to_numpy(), df["top"].to_numpy()
guess = np.zeros(len(M))
for fit, rest in KFold(5).split(M):
    guess[rest] = Ridge().fit(M[fit], y[fit]).predict(M[rest])
print(np.sqrt(np.mean((guess - y) ** 2)))
`;
  expect(await found(text, /HLD103/)).toEqual([]);
});

it("the target is told where it is listed among the inputs, not where it is encoded", async () => {
  const text = `${head}df["sick"] = df["sick"].map({"yes": 1, "no": 0})
columns = ["age", "dose", "sick"]
X = df[columns]
y = df["sick"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
`;
  expect(await found(text, /HLD107/)).toEqual(["HLD107 cell1:12"]);
  const later = text.replace("X = df[columns]\ny =", "X = df[columns[:2]]\ny =").replace("X_train, X_test", 'X["sick"] = y\nX_train, X_test');
  expect(await found(later, /HLD107/)).toEqual(["HLD107 cell1:14"]);
});

describe("a mode that is compared in small letters", () => {
  const text = (mode: string): string => `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

def scale(X, mode="minmax"):
    if mode.strip().lower() == "minmax":
        X = (X - X.mean()) / (X.max() - X.min())
    return X

df = pd.read_csv("plants.csv")
X, y = scale(df[["leaf", "stem"]], mode="${mode}"), df["kind"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=4)
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
`;

  it("rules out the branch of another one", async () => {
    expect(await found(text("None"), /HLD101/)).toEqual([]);
  });

  it("runs its own branch", async () => {
    expect(await found(text(" MinMax"), /HLD101/)).toHaveLength(1);
  });
});
