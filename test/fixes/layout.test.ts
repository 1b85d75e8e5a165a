/** What fixes leave as it is: comments, tabs, magics, line ends, names and imports that are there. */
import { describe, expect, it } from "vitest";
import { documentOf, fixed, offersOf, textsOf, titles } from "./offers.js";

const imports = `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
`;
const weighted = (score: string) => `df = pd.read_csv("p.csv")
X_train, X_test, y_train, y_test = train_test_split(df[["a", "b"]], df["y"], stratify=df["y"], random_state=0)
model = LogisticRegression(class_weight={0: 1, 1: 20}).fit(X_train, y_train)
${score}`;
const score = "print(model.score(X_test, y_test))  # headline\n";
const scored = "print(balanced_accuracy_score(y_test, model.predict(X_test)))  # headline\n";

const oneFixed = async (text: string, code: string, options = {}) => textsOf(await fixed(documentOf([text]), code, options))[0];

describe("imports", () => {
  it("join those that are there", async () => {
    expect(await oneFixed(imports + weighted(score), "HLD301")).toBe(`${imports}from sklearn.metrics import balanced_accuracy_score\n${weighted(scored)}`);
  });

  it("extend an import of the same module, over several lines and with a comment", async () => {
    const metrics = "from sklearn.metrics import (\n    auc,  # area\n    roc_curve as curve,\n)\n";
    expect(await oneFixed(imports + metrics + weighted(score), "HLD301")).toBe(
      imports + metrics.replace("as curve", "as curve, balanced_accuracy_score") + weighted(scored),
    );
  });

  it("are not doubled: an alias and a module serve", async () => {
    const alias = "from sklearn.metrics import balanced_accuracy_score as bas\n";
    expect(await oneFixed(imports + alias + weighted(score), "HLD301")).toBe(imports + alias + weighted(scored.replace("balanced_accuracy_score", "bas")));
    const module = "from sklearn import metrics as m\n";
    expect(await oneFixed(imports + module + weighted(score), "HLD301")).toBe(
      imports + module + weighted(scored.replace("balanced_accuracy_score", "m.balanced_accuracy_score")),
    );
    const dotted = "import sklearn.metrics\n";
    expect(await oneFixed(imports + dotted + weighted(score), "HLD301")).toBe(
      imports + dotted + weighted(scored.replace("balanced_accuracy_score", "sklearn.metrics.balanced_accuracy_score")),
    );
  });

  it("take the place of one that nobody reads any more", async () => {
    const metrics = "from sklearn.metrics import accuracy_score\n";
    const text = imports + metrics + weighted("print(accuracy_score(y_test, model.predict(X_test)))\n");
    expect(await oneFixed(text, "HLD301")).toBe(text.replaceAll("accuracy_score", "balanced_accuracy_score"));
  });

  it("go behind a docstring, a shebang and comments where there are none", async () => {
    const head = '#!/usr/bin/env python\n# About this file.\n"""It trains."""\n';
    const body = weighted(score).replace("pd.read_csv", '__import__("pandas").read_csv');
    const { offers } = await offersOf(documentOf([head + imports + body]));
    expect(offers.filter(({ finding }) => finding.code === "HLD301").map(({ offer }) => offer.withheld)).toEqual([]);
    const notebook = documentOf([head, "import pandas as pd\n", imports, weighted(score)]);
    const [first, second] = textsOf(await fixed(notebook, "HLD301"));
    expect(first).toBe(head);
    expect(second).toBe("import pandas as pd\nfrom sklearn.metrics import balanced_accuracy_score\n");
  });

  it("go into the cell that uses them where the setting says so, below its magics", async () => {
    const notebook = documentOf([imports, weighted("").trimEnd(), `%matplotlib inline\n${score}`]);
    const [first, , last] = textsOf(await fixed(notebook, "HLD301", { importsCell: "same" }));
    expect(first).toBe(imports);
    expect(last).toBe(`%matplotlib inline\nfrom sklearn.metrics import balanced_accuracy_score\n${scored}`);
  });

  it("stand above those of functions, and of an older module, that give the same name", async () => {
    const text = (later: string): string => `import pandas as pd
from sklearn.linear_model import LogisticRegression
df = pd.read_csv("a.csv")
df["a"] = df["a"].fillna(df["a"].mean())
df = df.dropna()
X, y = df[["a", "b"]], df["y"]
${later}from sklearn.model_selection import train_test_split
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
`;
    const inside = "def halves(rows):\n    from sklearn.model_selection import train_test_split\n    return train_test_split(rows, test_size=0.5)\n";
    const old = "from sklearn.cross_validation import train_test_split\n";
    for (const later of ["", inside, old]) expect(await titles(text(later), "HLD101")).toHaveLength(1);
    expect(await titles(text("def train_test_split(a):\n    return a\n"), "HLD101")).toEqual([]);
  });

  it("never hide a name of the program", async () => {
    const own = "def balanced_accuracy_score(a, b):\n    return 0\n";
    const { offers } = await offersOf(documentOf([imports + own + weighted(score)]));
    expect(offers.map(({ offer }) => offer.withheld)).toContain("The name balanced_accuracy_score already means something else in this document.");
  });
});

describe("calls", () => {
  const split = (args: string) => `${imports}df = pd.read_csv("p.csv")
X, y = df.drop(columns="y"), df["y"]
X_train, X_test, y_train, y_test = train_test_split(${args})
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
`;
  const all = {
    severity: (code: string) => (code === "HLD401" ? ("hint" as const) : ("off" as const)),
    minConfidence: "likely" as const,
    suppressed: () => false,
  };

  it.each([
    ["X, y", "X, y, random_state=0"],
    ["X, y, ", "X, y, random_state=0, "],
    ["X, y, test_size=(0.2)", "X, y, test_size=(0.2), random_state=0"],
    ["\n    X,  # inputs (all)\n    y,  # labels, too\n", "\n    X,  # inputs (all)\n    y,  # labels, too\n    random_state=0,\n"],
    ["\n    X,\n    y  # labels\n", "\n    X,\n    y,  # labels\n    random_state=0\n"],
    ["\n    X,\n    y", "\n    X,\n    y,\n    random_state=0"],
    ["X, y, test_size=0.2  # a fifth, as ever\n", "X, y, test_size=0.2, random_state=0  # a fifth, as ever\n"],
    ["X, y, random_state=None", "X, y, random_state=0"],
    ["X, y, test_size={'a': 0.2, \"b)\": 1}['a']", "X, y, test_size={'a': 0.2, \"b)\": 1}['a'], random_state=0"],
  ])("train_test_split(%s)", async (before, after) => {
    expect(await oneFixed(split(before), "HLD401", { selection: all })).toBe(split(after));
  });

  it("whose arguments nobody can tell are left alone", async () => {
    const { offers } = await offersOf(documentOf([split("X, y, **options").replace("model =", "options = {}\nmodel =")]), { selection: all });
    expect(offers.map(({ offer }) => offer.withheld)).toEqual(["What is passed by ** may hold random_state already."]);
  });
});

describe("statements", () => {
  const torch = `import torch
import torch.nn as nn
from torch.utils.data import DataLoader
from torchvision import datasets, transforms
train = DataLoader(datasets.MNIST("d", train=True, transform=transforms.ToTensor()), batch_size=64, shuffle=True)
net = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))
loss_of = nn.CrossEntropyLoss()
optimizer = torch.optim.SGD(net.parameters(), lr=0.01)
`;

  it("are indented like their neighbours, with tabs and \\r\\n", async () => {
    const loop = (line: string) => `for x, y in train:\n\tloss = loss_of(net(x), y)\n\t# backwards\n${line}\tloss.backward()  # adds\n\toptimizer.step()\n`;
    const text = (line: string) => (torch + loop(line)).replaceAll("\n", "\r\n");
    expect(await oneFixed(text(""), "HLD502")).toBe(text("\toptimizer.zero_grad()\n"));
  });

  it("that share their line are left alone, with the reason", async () => {
    const text = `${torch}for x, y in train:\n    loss = loss_of(net(x), y); loss.backward(); optimizer.step()\n`;
    const { offers } = await offersOf(documentOf([text]));
    expect(offers.map(({ offer }) => offer.withheld)).toEqual(["The statement shares its line with other code."]);
  });
});

describe("the last lines of a cell, which ends without a line break", () => {
  it("go together, however many they are", async () => {
    const cells = [
      `import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsRegressor
from sklearn.preprocessing import MinMaxScaler
boats, new = pd.read_csv("boats.csv"), pd.read_csv("new.csv")`,
      `scaler = MinMaxScaler()
scaler.fit(boats[["length", "beam"]].values)
x = scaler.transform(boats[["length", "beam"]].values)
x_new = scaler.transform(new[["length", "beam"]].values)`,
      'x_train, x_test, y_train, y_test = train_test_split(x, boats["price"].values, test_size=0.2)',
      "model = KNeighborsRegressor().fit(x_train, y_train)\nprint(model.score(x_test, y_test), model.predict(x_new))",
    ];
    const [, made, split] = textsOf(await fixed(documentOf(cells), "HLD101"));
    expect(made).toBe("scaler = MinMaxScaler()");
    expect(split).toBe(`x_train, x_test, y_train, y_test = train_test_split(boats[["length", "beam"]].values, boats["price"].values, test_size=0.2)
scaler.fit(x_train)
x_train = scaler.transform(x_train)
x_test = scaler.transform(x_test)
x_new = scaler.transform(new[["length", "beam"]].values)`);
  });
});
