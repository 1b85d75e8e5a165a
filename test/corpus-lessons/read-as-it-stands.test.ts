/** Text that only a lenient parser reads, modes that a helper forgets, and networks that are trained once more. */
import { describe, expect, it } from "vitest";
import { check, places } from "../helpers/check.js";

const found = async (cells: string[], code: string, shown = false): Promise<string[]> => {
  const units = cells.map((text, i) => (shown ? { text, executionCount: i + 1, outputs: ["0.9"] } : { text }));
  return places((await check(units)).findings, units).filter((p) => p.startsWith(code));
};

describe("a cell that Python refuses", () => {
  it("says nothing of names: an assignment without a value takes the next line", async () => {
    const cell = (assigned: string): string[] => [`import pandas as pd\n${assigned}\ndf = pd.read_csv(path)\nprint(df)`, "print(df.shape)"];
    expect(await found(cell("path ="), "HLD403")).toEqual([]);
    expect(await found([...cell(""), "path = (\n    'a.csv')"], "HLD403")).toEqual(["HLD403 cell1:3"]);
    expect(await found([...cell("other = \\\n    path"), "path = 'a.csv'"], "HLD403")).toEqual(["HLD403 cell1:3"]);
  });
  it("nor of a letter right behind a call", async () => {
    const cells = (line: string): string[] => ["x = [1, 2]", line];
    expect(await found(cells("len(x)T"), "HLD403", true)).toEqual([]);
    expect(await found(cells("len(x); T"), "HLD403", true)).toEqual(["HLD403 cell2:1"]);
  });
});

describe("a network that never goes back to training mode", () => {
  const program = (train: string, test: string, loop: string): string[] => [
    `import torch
import torch.nn as nn
from torch.utils.data import DataLoader
from torchvision import datasets, transforms
train = DataLoader(datasets.MNIST("data", train=True, transform=transforms.ToTensor()), batch_size=64)
test = DataLoader(datasets.MNIST("data", train=False, transform=transforms.ToTensor()), batch_size=64)
net = nn.Sequential(nn.Flatten(), nn.Linear(784, 64), nn.Dropout(0.5), nn.Linear(64, 10))
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)`,
    `def train_step(model):
    ${train}
    for x, y in train:
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(x), y).backward()
        optimizer.step()`,
    `def test_step(model):
    ${test}
    with torch.no_grad():
        for x, y in test:
            print((model(x).argmax(1) == y).sum().item())`,
    `for epoch in range(5):
    train_step(net)
    ${loop}
    test_step(net)`,
  ];
  it("is said where it trains, where a helper of its own evaluates", async () => {
    expect(await found(program("pass", "model.eval()", "pass"), "HLD501")).toEqual(["HLD501 cell2:5"]);
    expect(await found(program("pass", "pass", "net.eval()"), "HLD501")).toEqual(["HLD501 cell4:3"]);
    expect(await found(program("model.train()", "model.eval()", "pass"), "HLD501")).toEqual([]);
  });
});

describe("two networks on the same test rows", () => {
  const program = (width: string, again: string, indent = ""): string[] => [
    `import pandas as pd
from keras.layers import Dense
from keras.models import Sequential
from sklearn.model_selection import train_test_split
df = pd.read_csv("a.csv")
a, b, c, d = train_test_split(df[["age", "dose"]], df["days"], random_state=0)
net = Sequential([
    Dense(64, activation="relu"),
    Dense(1)
])
net.compile(loss="mse", optimizer="adam", metrics=["mae"])
net.fit(a, c, epochs=5)
print(net.evaluate(b, d))`,
    `results = []
${again}
${indent}net = Sequential([Dense(${width}, activation="relu"),  # the same
${indent}                  Dense(1)])
${indent}net.compile(loss="mse", optimizer="adam", metrics=["mae"])
${indent}net.fit(a, c, epochs=5)
${indent}results.append(net.evaluate(b, d))
print(sum(results) / len(results))`,
    `net = Sequential([Dense(8, activation="relu"), Dense(8, activation="relu"), Dense(1)])
net.compile(loss="mse", optimizer="adam", metrics=["mae"])
net.fit(a, c, epochs=5)
print(net.evaluate(b, d))`,
  ];
  it("are one, trained once more to average, where they are put together of the same layers", async () => {
    expect(await found(program("64", "for i in range(5):", "    "), "HLD203")).toEqual(["HLD203 cell3:4"]);
    expect(await found(program("64", "for i in range(5):", "    ").slice(0, 2), "HLD203")).toEqual([]);
    expect(await found(program("32", "x = 1"), "HLD203")).toEqual(["HLD203 cell2:7"]);
  });
});

describe("a program that trains its model anew on demand", () => {
  const program = (dummies: string, model: string): string => `import pandas as pd
from flask import Flask
from sklearn.linear_model import LinearRegression, Ridge
from sklearn.metrics import r2_score
from sklearn.model_selection import train_test_split
app = Flask(__name__)
wide = pd.get_dummies(pd.read_csv("shops.csv"), drop_first=True)
a, b, c, d = train_test_split(wide.drop(columns="sales"), wide["sales"], random_state=0)
model = LinearRegression()
model.fit(a, c)
good = r2_score(d, model.predict(b))

@app.post("/train")
def train():
    table = pd.get_dummies(pd.read_csv("shops.csv"), ${dummies})
    e, f, g, h = train_test_split(table.drop(columns="sales"), table["sales"], random_state=0)
    again = ${model}
    again.fit(e, g)
    return r2_score(h, again.predict(f))
`;
  it("has no second one, where it goes the same way in the same words", async () => {
    const said = async (dummies: string, model: string): Promise<string[]> =>
      (await check([program(dummies, model)])).findings.filter((f) => f.code === "HLD203").map((f) => f.severity);
    expect(await said("drop_first=True", "LinearRegression()")).toEqual([]);
    expect(await said("drop_first=True", "Ridge()")).toEqual(["information"]);
    expect(await said("drop_first=False", "LinearRegression()")).toEqual(["hint"]);
  });
});
