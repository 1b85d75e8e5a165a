/** Rows in folds and training loops: old splitters, out-of-fold predictions of wrapped models, the loss that is trained on. */
import { describe, expect, it } from "vitest";
import { check, places } from "../helpers/check.js";

const found = async (text: string): Promise<string[]> => places((await check([text])).findings, [text]).filter((p) => /HLD(106|205)/.test(p));
const head = `import numpy as np
import pandas as pd
from sklearn.linear_model import Lasso, LogisticRegression, Ridge
from sklearn.metrics import mean_absolute_error, recall_score
df = pd.read_csv("houses.csv")
X = np.array(df.drop("price", axis=1))
y = df["price"].values
`;

describe("folds", () => {
  it("of a splitter that is made with the number of rows and iterated", async () => {
    expect(
      await found(`${head}from sklearn.cross_validation import KFold
for i, (a, b) in enumerate(KFold(X.shape[0], n_folds=5)):
    m = Ridge().fit(X[a], y[a])
    print(mean_absolute_error(y[b], m.predict(X[b])))
`),
    ).toEqual([]);
  });
  it("whose models are wrapped in a class of the program", async () => {
    expect(
      await found(`${head}from sklearn.cross_validation import KFold
folds = KFold(len(df), n_folds=5, shuffle=True, random_state=0)
class Wrapper(object):
    def __init__(self, clf, params=None):
        self.clf = clf(**params)
    def train(self, x, y):
        self.clf.fit(x, y)
    def predict(self, x):
        return self.clf.predict(x)
def out_of_fold(model):
    out = np.zeros((len(df),))
    for i, (a, b) in enumerate(folds):
        model.train(X[a], y[a])
        out[b] = model.predict(X[b])
    return out.reshape(-1, 1)
ridge = out_of_fold(Wrapper(Ridge, {"alpha": 1}))
lasso = out_of_fold(Wrapper(Lasso, {"alpha": 2}))
print(mean_absolute_error(y, ridge), mean_absolute_error(y, lasso))
both = pd.DataFrame({"ridge": ridge.ravel(), "lasso": lasso.ravel()})
print(both.corr())
`),
    ).toEqual([]);
  });
  it("handed out by something unknown", async () => {
    expect(
      await found(`import pandas as pd
from sklearn.linear_model import Ridge
from mine import folds_of, load
X = pd.DataFrame(load("x"))
y = load("y")
for a, b in folds_of(X):
    m = Ridge().fit(X[a], y[a])
    print(m.score(X[b], y[b]))
`),
    ).toEqual([]);
  });
});

describe("a network trained by hand", () => {
  it("is not tested with the loss it is trained on", async () => {
    expect(
      await found(`import torch
from torch import nn
from torch.autograd import Variable
net = nn.Linear(8, 2)
loss_of = nn.CrossEntropyLoss()
opt = torch.optim.SGD(net.parameters(), lr=0.1)
for epoch in range(3):
    running = 0.0
    for i, batch in enumerate(train_loader):
        x, y = batch
        if torch.cuda.is_available():
            x, y = Variable(x.cuda(async_=True)), Variable(y.cuda(async_=True))
        else:
            x, y = Variable(x), Variable(y)
        out = net(x)
        loss = loss_of(out, y)
        running += loss.item()
        opt.zero_grad()
        loss.backward()
        opt.step()
    print(running)
`),
    ).toEqual([]);
  });
});

describe("rows picked by their labels", () => {
  it("are followed through concatenated indexes: the undersampled part and the test part share rows", async () => {
    expect(
      await found(`${head}from sklearn.model_selection import train_test_split
fraud = np.array(df[df.Class == 1].index)
fair = df[df.Class == 0].index
some = np.array(np.random.choice(fair, len(fraud), replace=False))
small = df.iloc[np.concatenate([fraud, some]), :]
a, b = train_test_split(df, random_state=0)
c, d = train_test_split(small, random_state=0)
m = LogisticRegression().fit(c.drop("Class", axis=1), c["Class"])
print(recall_score(b["Class"], m.predict(b.drop("Class", axis=1))))
`),
    ).toHaveLength(1);
  });
});

describe("a pool", () => {
  it("calls its function on one list after the other", async () => {
    expect(
      await found(`${head}from functools import partial
from multiprocessing.pool import ThreadPool
from sklearn.model_selection import train_test_split
def run(xs, ys):
    a, b = xs
    c, d = ys
    print(mean_absolute_error(d, Ridge().fit(a, c).predict(b)))
a, b, c, d = train_test_split(X, y, random_state=0)
with ThreadPool(processes=2) as pool:
    pool.map(partial(run, ys=[c, d]), [[a, b], [a ** 2, b ** 2]])
`),
    ).toEqual([]);
  });
});

describe("folds whose pairs are turned into all training parts and all test parts", () => {
  const program = (turned: string, scored: string): string => `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold
from sklearn.preprocessing import StandardScaler
df = pd.read_csv("ponds.csv")
X, y = StandardScaler().fit_transform(df.drop(columns="frogs")), df["frogs"].values
kept, held = ${turned}
for a, b in zip(kept, held):
    print(LogisticRegression().fit(X[a], y[a]).score(X[${scored}], y[${scored}]))
`;
  const codes = async (text: string): Promise<string[]> => (await check([text])).findings.map((f) => f.code);
  it.each(["zip(*KFold(5).split(X))", "zip(*list(KFold(5).split(X)))"])("belong together round by round: %s", async (turned) => {
    expect(await codes(program(turned, "b"))).toEqual(["HLD102"]);
    expect(await codes(program(turned, "a"))).toEqual(["HLD205"]);
  });
});
