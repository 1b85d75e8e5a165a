/** Data sets that a program defines as classes: their items say which rows a loader hands out. */
import { describe, expect, it } from "vitest";
import { check, places } from "../helpers/check.js";

const found = async (text: string): Promise<string[]> => places((await check([text])).findings, [text]).map((p) => p.slice(0, 6));

const head = `import numpy as np
import pandas as pd
import torch
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import RobustScaler
from torch.utils.data import DataLoader, Dataset, Subset, random_split
`;
const leaves = `class Leaves(Dataset):
    def __init__(self, X, y):
        self.X, self.y = torch.tensor(X), torch.tensor(y)
    def __len__(self):
        return len(self.y)
    def __getitem__(self, n):
        return self.X[n] / 255, self.y[n]
`;
const tree = `net = torch.nn.Sequential(torch.nn.Linear(12, 4))
steps = torch.optim.Adam(net.parameters())
compare = torch.nn.CrossEntropyLoss()
def learn(seen, unseen):
    for _ in range(30):
        net.train()
        for x, kind in DataLoader(seen, batch_size=16, shuffle=True):
            steps.zero_grad()
            compare(net(x), kind).backward()
            steps.step()
    net.eval()
    right = 0
    with torch.no_grad():
        for x, kind in DataLoader(unseen, batch_size=16):
            right += (net(x).argmax(1) == kind).sum().item()
    print(right / len(unseen))
table = pd.read_csv("leaves.csv")
X, y = table.drop(columns="kind").values, table["kind"].values
`;

describe("rows behind a data set of the program's own", () => {
  it("are scaled before they are split", async () => {
    const split = "A, B, a, b = train_test_split(X, y, random_state=6)\n";
    const scaled = `${head}${leaves}${tree}X = RobustScaler().fit_transform(X)\n${split}learn(Leaves(A, a), Leaves(B, b))\n`;
    expect(await found(scaled)).toEqual(["HLD101"]);
    const after = `${head}${leaves}${tree}${split}by = RobustScaler().fit(A)\nlearn(Leaves(by.transform(A), a), Leaves(by.transform(B), b))\n`;
    expect(await found(after)).toEqual([]);
  });
  it("are scaled each by its own where a method of the data set does it", async () => {
    const own = leaves.replace("def __init__(self, X, y):", "def take(self, X, y):\n        X = RobustScaler().fit_transform(X)");
    const use =
      "A, B, a, b = train_test_split(X, y, random_state=6)\nseen, unseen = Leaves(), Leaves()\nseen.take(A, a)\nunseen.take(B, b)\nlearn(seen, unseen)\n";
    expect(await found(head + own + tree + use)).toEqual(["HLD111"]);
    expect(await found(head + own.replace("RobustScaler().fit_transform(X)", "np.log1p(X)") + tree + use)).toEqual([]);
  });
  it("are other rows in the parts of one data set", async () => {
    const parts = "whole = Leaves(X, y)\nseen, unseen = random_split(whole, [0.7, 0.3])\nlearn(seen, unseen)\n";
    expect(await found(head + leaves + tree + parts)).toEqual([]);
    const scaled = `X = RobustScaler().fit_transform(X)\n${parts}`;
    expect(await found(head + leaves + tree + scaled)).toEqual(["HLD101"]);
  });
});
