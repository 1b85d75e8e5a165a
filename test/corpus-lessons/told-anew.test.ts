/** Data sets that are told to leave their rows as they are, training rows that are scored once more, and orders that one caller swaps. */
import { describe, expect, it } from "vitest";
import type { UnitInput } from "../../server/src/program/program.js";
import { check, places } from "../helpers/check.js";

type Cell = string | Partial<UnitInput>;
const found = async (code: string, ...cells: Cell[]): Promise<string[]> => places((await check(cells)).findings, cells).filter((p) => p.startsWith(code));

describe("one data set behind two parts", () => {
  const program = (told: string): string => `import torch
import torch.nn as nn
from torch.utils.data import DataLoader, random_split
from torchvision import datasets, transforms
turned = transforms.Compose([transforms.RandomRotation(15), transforms.ToTensor()])
plain = transforms.Compose([transforms.Resize((32, 32)), transforms.ToTensor()])
shells = datasets.ImageFolder("shells", transform=turned)
first, second = random_split(shells, [800, 200])
${told}
train = DataLoader(first, batch_size=16, shuffle=True)
held = DataLoader(second, batch_size=16)
net = nn.Sequential(nn.Flatten(), nn.Linear(3072, 6))
optimizer = torch.optim.Adam(net.parameters())
for x, y in train:
    optimizer.zero_grad()
    nn.functional.cross_entropy(net(x), y).backward()
    optimizer.step()
right = 0
for x, y in held:
    right += (net(x).argmax(1) == y).sum().item()
print(right)`;
  it("goes by what it was told last", async () => {
    expect(await found("HLD505", program("second.dataset.transform = plain"))).toEqual([]);
    expect(await found("HLD505", program("shells.transform = plain"))).toEqual([]);
  });
  it("hears nothing of what its part is told", async () => {
    expect(await found("HLD505", program("second.transform = plain"))).toEqual(["HLD505 cell1:7"]);
  });
  it("changes rows again where it was told to afterwards", async () => {
    expect(await found("HLD505", program("second.dataset.transform = plain\nfirst.dataset.transform = turned"))).toEqual(["HLD505 cell1:7"]);
  });
});

describe("a network that is scored on rows of a generator", () => {
  const program = (asked: string): string => `from keras.layers import Dense, Flatten
from keras.models import Sequential
from keras.preprocessing.image import ImageDataGenerator
changed = ImageDataGenerator(rotation_range=30)
train = changed.flow_from_directory("birds/train", class_mode="binary")
held = changed.flow_from_directory("birds/held", class_mode="binary")
test = ImageDataGenerator(rescale=1 / 255).flow_from_directory("birds/test", class_mode="binary")
model = Sequential([Flatten(), Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", optimizer="adam")
model.fit(train, epochs=4)
print(model.evaluate(${asked}), model.evaluate(test))`;
  it("may be asked about its own training rows", async () => expect(await found("HLD505", program("train"))).toEqual([]));
  it("is not to be judged by others that are changed", async () => expect(await found("HLD505", program("held"))).toEqual(["HLD505 cell1:6"]));
});

describe("labels and predictions that go through a helper", () => {
  const program = (calls: string, order = "truth, guess"): string => `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import precision_score
from sklearn.model_selection import train_test_split
wines = pd.read_csv("wines.csv")
A, B, a, b = train_test_split(wines.drop(columns="red"), wines["red"], random_state=0)
def rate(truth, guess):
    return precision_score(${order})
low, high = LogisticRegression(C=0.1).fit(A, a), LogisticRegression(C=10).fit(A, a)
${calls}`;
  it("are swapped by the one caller that hands them over the other way round", async () => {
    expect(await found("HLD304", program("print(rate(b, low.predict(B)))\nprint(rate(high.predict(B), b))"))).toEqual(["HLD304 cell1:11"]);
  });
  it("are swapped in the helper where it swaps them for all", async () => {
    const both = "print(rate(b, low.predict(B)))\nprint(rate(b, high.predict(B)))";
    expect(await found("HLD304", program(both, "guess, truth"))).toEqual(["HLD304 cell1:8"]);
    expect(await found("HLD304", program(both))).toEqual([]);
  });
});

describe("networks of one class that end as they are told", () => {
  const program = (last: string, tries: string): string => `import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.utils.data import DataLoader
from torchvision import datasets, transforms

class Net(nn.Module):
    def __init__(self, last=F.softmax):
        super().__init__()
        self.last = last
        self.out = nn.Linear(784, 10)

    def forward(self, x):
        x = self.out(x.flatten(1))
        if self.last is None:
            return x
        return self.last(x, dim=1)

def run(net, loss_of, coded):
    steps = torch.optim.SGD(net.parameters(), lr=0.1)
    for x, y in DataLoader(datasets.MNIST("data", train=True, transform=transforms.ToTensor()), batch_size=64):
        steps.zero_grad()
        loss_of(net(x), F.one_hot(y, 10).float() if coded else y).backward()
        steps.step()

${tries}
run(Net(${last}), nn.CrossEntropyLoss(), False)`;
  const tries = Array.from({ length: 9 }, () => "run(Net(), nn.MSELoss(), True)").join("\n");
  it("are each judged by their own loss", async () => expect(await found("HLD504", program("None", tries))).toEqual([]));
  it("are found out where softmax meets a loss that applies its own", async () => {
    expect(await found("HLD504", program("", ""))).toEqual(["HLD504 cell1:23"]);
  });
});

describe("what weighs less", () => {
  const severities = async (code: string, ...cells: Cell[]): Promise<string[]> =>
    (await check(cells)).findings.filter((f) => f.code === code).map((f) => f.severity);
  it("one of several labels of a split can hardly be what all of it goes by", async () => {
    const program = (y: string, one: string): Cell[] => [
      `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
calls = pd.read_csv("calls.csv")`,
      { text: 'calls["sold"].value_counts()', executionCount: 2, outputs: ["0    930\n1     70\nName: sold, dtype: int64"] } as Partial<UnitInput>,
      `A, B, a, b = train_test_split(calls[["age", "length"]], calls[${y}], random_state=0)
model = LogisticRegression().fit(A, a${one})
print(roc_auc_score(b${one}, model.predict_proba(B)[:, 1]))`,
    ];
    expect(await severities("HLD302", ...program('["sold", "rung"]', '["sold"]'))).toEqual(["hint"]);
    expect(await severities("HLD302", ...program('"sold"', ""))).toEqual(["warning"]);
  });

  const served = (own: (t: string) => string): string => `import pandas as pd
from sklearn.linear_model import LogisticRegression
train, test = pd.read_csv("train.csv"), pd.read_csv("test.csv")
${own("train")}
${own("test")}
model = LogisticRegression().fit(train[["age", "dose"]], train["sick"])
pd.Series(model.predict(test[["age", "dose"]])).to_csv("answers.csv")`;
  it("rows that their own quantiles leave out change no value of the others", async () => {
    expect(
      await severities(
        "HLD601",
        served((t) => `${t} = ${t}[${t}["dose"] < ${t}["dose"].quantile(0.95)]`),
      ),
    ).toEqual(["hint"]);
    expect(
      await severities(
        "HLD601",
        served((t) => `${t}["dose"] = ${t}["dose"].fillna(${t}["dose"].median())`),
      ),
    ).toEqual(["warning"]);
  });
  it("modes with labels of their own fill nothing", async () => {
    expect(
      await severities(
        "HLD601",
        served((t) => `${t}["dose"].fillna(${t}["dose"].mode(), inplace=True)`),
      ),
    ).toEqual([]);
    expect(
      await severities(
        "HLD601",
        served((t) => `${t}["dose"].fillna(${t}["dose"].mode()[0], inplace=True)`),
      ),
    ).toEqual(["warning"]);
  });
});
