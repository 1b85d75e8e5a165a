/** Trainers that ask for their rows themselves, and layers that are adapted to rows. */
import { describe, expect, it } from "vitest";
import { check, places } from "../helpers/check.js";

const found = async (text: string, code: string): Promise<string[]> => places((await check([text])).findings, [text]).filter((p) => p.startsWith(code));
const lineOf = (text: string, part: string): number => text.slice(0, text.indexOf(part)).split("\n").length;

const network = (more = ""): string => `import pandas as pd
import pytorch_lightning as pl
import torch
from pytorch_lightning.callbacks import EarlyStopping, ModelCheckpoint
from sklearn.model_selection import train_test_split
from torch.utils.data import DataLoader, TensorDataset

def loader(X, y):
    return DataLoader(TensorDataset(torch.tensor(X), torch.tensor(y)), batch_size=32)

class Net(pl.LightningModule):
    def __init__(self):
        super().__init__()
        self.layer = torch.nn.Linear(10, 2)

    def forward(self, x):
        return self.layer(x)

    def training_step(self, batch, i):
        x, y = batch
        return torch.nn.functional.cross_entropy(self(x), y)
${more}
`;
const parts = `df = pd.read_csv("a.csv")
X_rest, X_test, y_rest, y_test = train_test_split(df.drop(columns="y").values, df["y"].values, random_state=0)
X_train, X_valid, y_train, y_valid = train_test_split(X_rest, y_rest, random_state=1)
model = Net()
`;
const stopping = `trainer = pl.Trainer(max_epochs=50, callbacks=[EarlyStopping(monitor="val_loss")])\n`;
const keeping = `keep = ModelCheckpoint(monitor="val_loss")\ntrainer = pl.Trainer(max_epochs=50, callbacks=[keep])\n`;
const fitOn = (rows: string): string => `trainer.fit(model, loader(X_train, y_train), loader(X_${rows}, y_${rows}))\n`;
const atFit = (text: string): string[] => [`HLD202 cell1:${lineOf(text, "trainer.fit(")}`];

describe("a Lightning trainer", () => {
  it("that stops early by the test loader", async () => {
    const text = `${network()}${parts}${stopping}${fitOn("test")}trainer.test(model, loader(X_test, y_test))\n`;
    expect(await found(text, "HLD202")).toEqual(atFit(text));
    expect(await found(text.replace(fitOn("test"), fitOn("valid")), "HLD202")).toEqual([]);
  });
  it.each([
    'trainer.test(dataloaders=loader(X_test, y_test), ckpt_path="best")',
    'trainer.test(model, loader(X_test, y_test), ckpt_path="best")',
    "trainer.test(dataloaders=loader(X_test, y_test))",
    "trainer.test(Net.load_from_checkpoint(keep.best_model_path), loader(X_test, y_test))",
  ])("that keeps the best weights of the test loader: %s", async (tested) => {
    const text = `${network()}${parts}${keeping}${fitOn("test")}${tested}\n`;
    expect(await found(text, "HLD202")).toEqual(atFit(text));
    expect(await found(text.replace(fitOn("test"), fitOn("valid")), "HLD202")).toEqual([]);
  });
  it("that is scored with its last weights chose none", async () => {
    const end = "trainer.test(model, loader(X_test, y_test))\n";
    expect(await found(`${network()}${parts}${keeping}${fitOn("test")}${end}`, "HLD202")).toEqual([]);
    expect(
      await found(
        `${network()}${parts}${keeping.replace('monitor="val_loss"', "")}${fitOn("test")}trainer.test(dataloaders=loader(X_test, y_test))\n`,
        "HLD202",
      ),
    ).toEqual([]);
  });
  it("has trained the network that it was given", async () => {
    const text = `from sklearn.metrics import accuracy_score\n${network()}${parts}${stopping}${fitOn("test")}print(accuracy_score(y_test, model(torch.tensor(X_test)).argmax(1)))\n`;
    expect(await found(text, "HLD202")).toEqual(atFit(text));
  });
  const module = (valid: string): string => `
class Rows(pl.LightningDataModule):
    def __init__(self, path):
        super().__init__()
        self.path = path

    def setup(self, stage=None):
        df = pd.read_csv(self.path)
        rest, self.test = train_test_split(df, test_size=0.2)
        self.train, self.valid = train_test_split(rest, test_size=0.2)

    def part(self, rows):
        return loader(rows.drop(columns="y").values, rows["y"].values)

    def train_dataloader(self):
        return self.part(self.train)

    def val_dataloader(self):
        return self.part(self.${valid})

    def test_dataloader(self):
        return self.part(self.test)

rows = Rows("a.csv")
model = Net()
`;
  it.each(["model, datamodule=rows", "model, rows"])("asks a data module for its rows: fit(%s)", async (given) => {
    const end = `${stopping}trainer.fit(${given})\ntrainer.test(${given})\n`;
    const text = `${network()}${module("test")}${end}`;
    expect(await found(text, "HLD202")).toEqual(atFit(text));
    expect(await found(`${network()}${module("valid")}${end}`, "HLD202")).toEqual([]);
  });
  it("asks the network where nothing else hands out rows", async () => {
    const own = (valid: string): string => `
    def setup(self, stage):
        if stage == "fit" or stage is None:
            self.train, self.valid = pd.read_csv("train.csv"), pd.read_csv("valid.csv")
        if stage == "test" or stage is None:
            self.test = pd.read_csv("test.csv")

    def train_dataloader(self):
        return loader(self.train.drop(columns="y").values, self.train["y"].values)

    def val_dataloader(self):
        ${valid}

    def test_dataloader(self):
        self.test = pd.read_csv("test.csv")
        return loader(self.test.drop(columns="y").values, self.test["y"].values)
`;
    const end = `model = Net()\n${stopping}trainer.fit(model)\ntrainer.test(model)\n`;
    const text = `${network(own('rows = pd.read_csv("test.csv")\n        return loader(rows.drop(columns="y").values, rows["y"].values)'))}${end}`;
    expect(await found(text, "HLD202")).toEqual(atFit(text));
    expect(await found(`${network(own('return loader(self.valid.drop(columns="y").values, self.valid["y"].values)'))}${end}`, "HLD202")).toEqual([]);
  });
});

describe("a layer that is adapted to all rows", () => {
  const adapted = (layer: string, on: string, after: string, data = 'df.drop(columns="y").values'): string => `import pandas as pd
from sklearn.model_selection import train_test_split
from tensorflow import keras
from tensorflow.keras import layers
df = pd.read_csv("a.csv")
X, y = ${data}, df["y"].values
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
layer = layers.${layer}
layer.adapt(${on})
${after}
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(X_train, y_train, epochs=10)
print(model.evaluate(X_test, y_test))
`;
  const listed = 'model = keras.Sequential([layer, layers.Dense(1, activation="sigmoid")])';
  const added = 'model = keras.Sequential()\nmodel.add(layer)\nmodel.add(layers.Dense(1, activation="sigmoid"))';
  const joined = 'inputs = keras.Input(shape=(10,))\nx = layer(inputs)\nout = layers.Dense(1, activation="sigmoid")(x)\nmodel = keras.Model(inputs, out)';
  it.each([listed, added, joined])("is a part of the network: %s", async (net) => {
    expect(await found(adapted("Normalization()", "X", net), "HLD")).toEqual(["HLD101 cell1:9"]);
    expect(await found(adapted("Normalization()", "X_train", net), "HLD")).toEqual([]);
  });
  it("knows a vocabulary, or weights of its words", async () => {
    const words = 'df["text"].values';
    expect(await found(adapted('TextVectorization(output_mode="tf_idf")', "X", listed, words), "HLD")).toEqual(["HLD101 cell1:9"]);
    const codes = adapted("TextVectorization(max_tokens=1000)", "X", listed, words);
    expect(await found(codes, "HLD")).toEqual([]);
    const all = { severity: () => "warning" as const, minConfidence: "likely" as const, suppressed: () => false };
    expect(places((await check([codes], { selection: all })).findings, [codes]).filter((p) => p.startsWith("HLD1"))).toEqual(["HLD112 cell1:9"]);
  });
});

describe("bare values of tensors", () => {
  const text = (mode: string): string => `import numpy as np
import torch
from sklearn.model_selection import train_test_split
from torch.utils.data import DataLoader, TensorDataset

class Net(torch.nn.Module):
    def __init__(self):
        super(Net, self).__init__()
        self.norm = torch.nn.BatchNorm1d(9)
        self.last = torch.nn.Linear(9, 2)

    def forward(self, x):
        return self.last(self.norm(x))

X, X_val, y, y_val = train_test_split(np.load("x.npy"), np.load("y.npy"), random_state=0)
net = Net()
optimizer = torch.optim.Adam(net.parameters())
for epoch in range(5):
    net.train()
    for data, target in DataLoader(TensorDataset(torch.tensor(X), torch.tensor(y)), batch_size=32):
        loss = torch.nn.functional.cross_entropy(net(data), target)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
${mode}    for data, target in DataLoader(TensorDataset(torch.tensor(X_val), torch.tensor(y_val)), batch_size=32):
        out = net(data)
        print((out.data.max(1)[1] == target.data).float().mean())
`;
  it("are the tensors' rows: a score of `out.data` against `target.data` is one", async () => {
    expect(await found(text(""), "HLD501")).toEqual(["HLD501 cell1:26"]);
    expect(await found(text("    net.eval()\n"), "HLD501")).toEqual([]);
  });
});
