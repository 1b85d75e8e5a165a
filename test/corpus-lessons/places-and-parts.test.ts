/** Transformers that a loop puts into a dictionary, one augmented data set that is cut in two, metrics that ask which task it is, pixels, and counts further off. */
import { describe, expect, it } from "vitest";
import type { UnitInput } from "../../server/src/program/program.js";
import { check, places } from "../helpers/check.js";

type Cell = string | Partial<UnitInput>;
const found = async (code: RegExp, ...cells: Cell[]): Promise<string[]> => places((await check(cells)).findings, cells).filter((p) => code.test(p));

describe("a transformer for each column, kept in a dictionary (HLD602)", () => {
  const program = (end: string): string => `import joblib
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder
def coded(path):
    wines = pd.read_csv(path)
    coders = {}
    for c in wines.select_dtypes(include="object").columns.tolist():
        coder = LabelEncoder()
        wines[c] = coder.fit_transform(wines[c])
        coders[c] = coder
    return wines.drop(columns="liked"), wines["liked"], coders
X, y, coders = coded("wines.csv")
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
joblib.dump(model, "model.pkl")
${end}`;
  it("is saved with it", async () => {
    expect(await found(/HLD602/, program('joblib.dump(coders, "coders.pkl")\n'))).toEqual([]);
    expect(await found(/HLD602/, program('with open("coders.pkl", "wb") as f:\n    joblib.dump({"coders": coders}, f)\n'))).toEqual([]);
  });
  it("is lost without it", async () => {
    expect(await found(/HLD602/, program(""))).toEqual(["HLD602 cell1:18"]);
  });
});

describe("one augmented data set that is cut in two (HLD505)", () => {
  const head = `import torch
import torch.nn as nn
from torch.utils.data import DataLoader, random_split
from torchvision import transforms
from torchvision.datasets import ImageFolder
changed = transforms.Compose([transforms.Resize((64, 64)), transforms.RandomHorizontalFlip(), transforms.ToTensor()])
`;
  const rest = `train = DataLoader(train_part, batch_size=32, shuffle=True)
held = DataLoader(held_part, batch_size=32)
net = nn.Sequential(nn.Flatten(), nn.Linear(12288, 10))
optimizer = torch.optim.Adam(net.parameters())
loss_of = nn.CrossEntropyLoss()
def rate(net, loader):
    net.eval()
    right = 0
    with torch.no_grad():
        for x, y in loader:
            right += (net(x).argmax(1) == y).sum().item()
    return right / len(loader.dataset)
for epoch in range(5):
    net.train()
    for x, y in train:
        optimizer.zero_grad()
        loss_of(net(x), y).backward()
        optimizer.step()
    print(rate(net, train), rate(net, held))
`;
  it("is found where it is made, not where the network runs", async () => {
    const cut = 'birds = ImageFolder("birds", transform=changed)\ntrain_part, held_part = random_split(birds, [len(birds) - 500, 500])\n';
    expect(await found(/HLD505/, head + cut + rest)).toEqual(["HLD505 cell1:7"]);
  });
  it("is right where only the training rows go through it", async () => {
    const apart = 'train_part = ImageFolder("birds/train", transform=changed)\nheld_part = ImageFolder("birds/held", transform=transforms.ToTensor())\n';
    expect(await found(/HLD505/, head + apart + rest)).toEqual([]);
  });
});

describe("a metric for each task (HLD305)", () => {
  const head = `import sys
import pandas as pd
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
from sklearn.metrics import accuracy_score, r2_score
from sklearn.model_selection import train_test_split
task = sys.argv[1]
wines = pd.read_csv(sys.argv[2])
X_train, X_test, y_train, y_test = train_test_split(wines.drop(columns="y"), wines["y"], random_state=0)
`;
  const either = `if task == "classes":
    models = {"small": RandomForestClassifier(10), "large": RandomForestClassifier(500)}
else:
    models = {"small": RandomForestRegressor(10), "large": RandomForestRegressor(500)}
`;
  const fit = 'best = models["small"].fit(X_train, y_train)\nguess = best.predict(X_test)\n';
  it("stands in the arm of its task", async () => {
    expect(
      await found(
        /HLD305/,
        `${head}${either}${fit}if task == "classes":\n    print(accuracy_score(y_test, guess))\nelse:\n    print(r2_score(y_test, guess))\n`,
      ),
    ).toEqual([]);
    expect(await found(/HLD305/, `${head}${either}${fit}if task == "amounts":\n    print(r2_score(y_test, guess))\n`)).toEqual([]);
    const given = 'models = {"small": RandomForestClassifier(10)}\n';
    expect(await found(/HLD305/, `${head}${given}${fit}print(accuracy_score(y_test, guess) if task else r2_score(y_test, guess))\n`)).toEqual([]);
  });
  it("is wrong under any condition where the model is known", async () => {
    const given = 'models = {"small": RandomForestClassifier(10)}\n';
    expect(await found(/HLD305/, `${head}${given}${fit}if len(sys.argv) > 3:\n    print(r2_score(y_test, guess))\n`)).toEqual(["HLD305 cell1:13"]);
  });
});

describe("statistics of the parts of a bundled data set (HLD601)", () => {
  const program = (how: (x: string) => string): string => `from keras.datasets import mnist
from keras.layers import Dense, Flatten
from keras.models import Sequential
(X_train, y_train), (X_test, y_test) = mnist.load_data()
X_train = ${how("X_train")}
X_test = ${how("X_test")}
net = Sequential([Flatten(), Dense(10, activation="softmax")])
net.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
net.fit(X_train, y_train, epochs=2)
net.evaluate(X_test, y_test)
`;
  it("the largest of all pixels is the same in both", async () => {
    expect(
      await found(
        /HLD601/,
        program((x) => `${x} / ${x}.max()`),
      ),
    ).toEqual([]);
  });
  it("the mean and the largest of each pixel are not", async () => {
    expect(
      await found(
        /HLD601/,
        program((x) => `${x} - ${x}.mean()`),
      ),
    ).toEqual(["HLD601 cell1:6"]);
    expect(
      await found(
        /HLD601/,
        program((x) => `${x} / ${x}.max(axis=0)`),
      ),
    ).toEqual(["HLD601 cell1:6"]);
    expect(
      await found(
        /HLD601/,
        program((x) => `${x} / ${x}.max(0)`),
      ),
    ).toEqual(["HLD601 cell1:6"]);
  });
});

describe("how many rows the rare class has (HLD302)", () => {
  const head = `import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
calls = pd.read_csv("calls.csv")`;
  const split = `X_train, X_test, y_train, y_test = train_test_split(calls[["age", "length"]], calls["sold"], random_state=0)
model = RandomForestClassifier(random_state=0).fit(X_train, y_train)
print(roc_auc_score(y_test, model.predict_proba(X_test)[:, 1]))`;
  const shown = (text: string, ...outputs: string[]): Cell => ({ text, outputs });
  const series = (zeros: number, ones: number): string => `0    ${zeros}\n1    ${ones}\nName: sold, dtype: int64`;
  const shares = shown('calls["sold"].value_counts(normalize=True)', "0    0.93\n1    0.07\nName: sold, dtype: float64");
  it("is told by a table further down, too", async () => {
    const few = shown('calls["sold"].value_counts()', series(930, 70));
    expect(await found(/HLD302/, head, few, split)).toHaveLength(1);
    expect(await found(/HLD302/, head, few, split, shown('calls["sold"].value_counts()', series(38_000, 9_000)))).toEqual([]);
  });
  it("is its share of the rows that are shown", async () => {
    expect(await found(/HLD302/, head, shares, split)).toHaveLength(1);
    expect(await found(/HLD302/, head, shown("calls.shape", "(900, 3)"), shares, split)).toHaveLength(1);
    expect(await found(/HLD302/, head, shown("calls.shape", "(90000, 3)"), shares, split)).toEqual([]);
    expect(await found(/HLD302/, head, shares, split, shown("calls.info()", "RangeIndex: 90000 entries, 0 to 89999"))).toEqual([]);
  });
  it("is not told by answers that were handed in", async () => {
    const read = 'ff = pd.read_csv("first_submission.csv")';
    expect(await found(/HLD302/, head, read, shown('ff["sold"].value_counts()', series(930, 70)), split)).toEqual([]);
  });
});

describe("words for predictions", () => {
  const text = (after: string): string => `import pandas as pd
from sklearn.linear_model import LogisticRegression
train, test = pd.read_csv("train.csv"), pd.read_csv("test.csv")
train["owns"] = train["owns"].fillna("Y")
model = LogisticRegression().fit(train[["owns", "sum"]], train["status"])
${after}
`;
  it("are no fills of the rows that were predicted", async () => {
    const told = `out = pd.DataFrame()
out["id"] = test["id"]
out["owns"] = model.predict(test[["owns", "sum"]])
out["owns"].replace(0, "N", inplace=True)
out["owns"].fillna("N", inplace=True)`;
    expect((await check([text(told)])).findings.map((f) => f.code)).not.toContain("HLD601");
  });
  it("another value for the rows that are predicted is one", async () => {
    const told = 'test["owns"] = test["owns"].fillna("N")\nout = model.predict(test[["owns", "sum"]])';
    expect((await check([text(told)])).findings.map((f) => f.code)).toContain("HLD601");
  });
});
