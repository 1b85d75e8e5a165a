/** Metrics, shares of classes, modes and what is stored: what is evidence, where the fault stands, and what is meant as it is. */
import { describe, expect, it } from "vitest";
import type { UnitInput } from "../../server/src/program/program.js";
import { check, places } from "../helpers/check.js";

type Cell = string | Partial<UnitInput>;
const found = async (code: string, ...cells: Cell[]): Promise<string[]> => places((await check(cells)).findings, cells).filter((p) => p.startsWith(code));

const head = `import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
from imblearn.over_sampling import SMOTE
from lightgbm import LGBMClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import classification_report, f1_score, roc_auc_score, roc_curve
from sklearn.model_selection import GridSearchCV, train_test_split
loans = pd.read_csv("loans.csv")`;
const split = `X, y = loans[["income", "age"]], loans["unpaid"]
A, B, a, b = train_test_split(X, y, random_state=0)`;
const scored = `m = LogisticRegression().fit(A, a)
print(f1_score(b, m.predict(B)))`;
const counts = (zeros: number, ones: number): string => `unpaid\n0    ${zeros}\n1    ${ones}\nName: count, dtype: int64`;
const shown = (...outputs: string[]): Cell => ({ text: 'loans["unpaid"].value_counts()', outputs });

describe("the classes of a split", () => {
  const at = (...cells: Cell[]): Promise<string[]> => found("HLD302", head, ...cells);
  it("are those that were counted last above it", async () => {
    expect(await at(shown(counts(900, 100)), split, scored)).toEqual(["HLD302 cell3:2"]);
    expect(await at(shown(counts(900, 100)), shown(counts(420, 380)), split, scored)).toEqual([]);
    expect(await at(shown(counts(620, 380)), split, scored, shown(counts(900, 100)))).toEqual([]);
    expect(await at(split, scored, shown(counts(900, 100)))).toEqual(["HLD302 cell2:2"]);
  });
  it("are not told by examples of a few rows, nor by groups that differ", async () => {
    expect(await at(shown(counts(8, 2)), split, scored)).toEqual([]);
    const groups = {
      text: 'for town in towns:\n    print(loans[loans.town == town]["unpaid"].value_counts())',
      outputs: [`${counts(900, 100)}\n${counts(300, 290)}`],
    };
    expect(await at(groups, split, scored)).toEqual([]);
  });
  it("keep their shares by themselves where there are thousands of the rare one", async () => {
    expect(await at(shown(counts(90000, 10000)), split, scored)).toEqual([]);
  });
  it("are not told by copies of the rare one, nor by a weight that is computed", async () => {
    expect(await at(split, `A2, a2 = SMOTE().fit_resample(A, a)\nm = LogisticRegression().fit(A2, a2)\nprint(f1_score(b, m.predict(B)))`)).toEqual([]);
    const weighed = (w: string): string => `m = LGBMClassifier(scale_pos_weight=${w}).fit(A, a)\nprint(f1_score(b, m.predict(B)))`;
    expect(await at(split, weighed("(a == 0).sum() / (a == 1).sum()"))).toEqual([]);
    expect(await at(split, weighed("2"))).toEqual([]);
    expect(await at(split, weighed("25"))).toEqual(["HLD302 cell2:2"]);
  });
});

describe("weights of classes", () => {
  const start = head.replace(/^from sklearn.metrics.*$/m, "from sklearn.metrics import accuracy_score");
  const told = async (...cells: Cell[]): Promise<string[]> =>
    (await check([start, ...cells])).findings.filter((f) => f.code === "HLD301").map((f) => `${f.severity} ${f.confidence}`);
  const scoring = (model: string): string => `m = ${model}.fit(A, a)\nprint(accuracy_score(b, m.predict(B)))`;
  it("in numbers are a hint, counts make it certain", async () => {
    const program = scoring("LogisticRegression(class_weight={0: 1, 1: 12})");
    expect(await told(split, program)).toEqual(["hint likely"]);
    expect(await told(shown(counts(900, 100)), split, program)).toEqual(["warning certain"]);
    expect(await told(split, scoring("LogisticRegression(class_weight={0: 1, 1: 2})"))).toEqual([]);
    expect(await told(split, scoring("LGBMClassifier(scale_pos_weight=9)"))).toEqual(["hint likely"]);
    expect(await told(split, scoring("LGBMClassifier(scale_pos_weight=0.1)"))).toEqual(["hint likely"]);
    expect(await told(split, scoring("LGBMClassifier(scale_pos_weight=1.4)"))).toEqual([]);
  });
  it("that fit themselves to the data are a hint", async () => {
    const program = scoring('LogisticRegression(class_weight="balanced")');
    expect(await told(split, program)).toEqual(["hint likely"]);
    expect(await told(shown(counts(900, 100)), split, program)).toEqual(["warning certain"]);
    expect(await told(split, scoring("LGBMClassifier(scale_pos_weight=(a == 0).sum() / (a == 1).sum())"))).toEqual(["hint likely"]);
    expect(await told(split, "A, a = SMOTE().fit_resample(A, a)", program)).toEqual(["hint likely"]);
  });
  it("tell nothing of what another model was trained on", async () => {
    const other = `${split.replace("A, B, a, b", "C, D, c, d").replace("unpaid", "late")}\nn = LogisticRegression(class_weight={0: 1, 1: 12}).fit(C, c)`;
    expect(await told(split, scoring("LogisticRegression()"), other)).toEqual([]);
    expect(await told(split, scoring("LogisticRegression()"), other, "print(accuracy_score(d, n.predict(D)))")).toEqual(["hint likely"]);
  });
  it("count wherever they are in the model", async () => {
    const inner = 'LogisticRegression(class_weight="balanced")';
    const imports =
      "from sklearn.ensemble import VotingClassifier\nfrom sklearn.pipeline import make_pipeline\nfrom sklearn.preprocessing import StandardScaler";
    for (const model of [
      `make_pipeline(StandardScaler(), ${inner})`,
      `GridSearchCV(make_pipeline(StandardScaler(), ${inner}), {"logisticregression__C": [1, 2]})`,
      `VotingClassifier([("a", ${inner}), ("b", LGBMClassifier())])`,
    ])
      expect(await told(imports, split, scoring(model)), model).toEqual(["hint likely"]);
  });
});

describe("a number that nobody sees", () => {
  const fitted = `${split}\nm = LogisticRegression().fit(A, a)\nhard, soft = m.predict(B), m.predict_proba(B)[:, 1]`;
  const at = (...cells: Cell[]): Promise<string[]> => found("HLD303", head, fitted, ...cells);
  it("stays in a name of a function that nothing reads", async () => {
    const told = (given: string): string => `def told(y, p):\n    area = roc_auc_score(y, p)\n    share = f1_score(y, p)\n    return ${given}\n\ntold(b, hard)`;
    expect(await at(told("share"))).toEqual([]);
    expect(await at(told("share, area"))).toEqual(["HLD303 cell3:2"]);
    expect(await at(told('f"{area:.2f}"'))).toEqual(["HLD303 cell3:2"]);
    expect(await at(told("locals()"))).toEqual(["HLD303 cell3:2"]);
  });
  it("is replaced before it is read", async () => {
    const area = "area = roc_auc_score(b, hard)";
    expect(await at(area, "area = roc_auc_score(b, soft)\nprint(area)")).toEqual([]);
    expect(await at(area, "if loans.empty:\n    area = 0\nprint(area)")).toEqual(["HLD303 cell3:1"]);
    expect(await at(area, "print(area)\narea = 0")).toEqual(["HLD303 cell3:1"]);
    expect(await at(`${area}\nsoft`)).toEqual([]);
    expect(await at("area = round(100 * roc_auc_score(b, hard), 2)")).toEqual([]);
    expect(await at("report = {}\nreport['area'] = roc_auc_score(b, hard)")).toEqual(["HLD303 cell3:2"]);
    expect(await at("areas = []\nareas.append(roc_auc_score(b, hard))")).toEqual(["HLD303 cell3:2"]);
    expect(await at(area, "def show():\n    print(area)")).toEqual(["HLD303 cell3:1"]);
  });
  it("is read in the next round of a loop", async () => {
    const loop = (first: string): string => `best = 0\nfor k in range(3):\n    ${first}\n    best = roc_auc_score(b, hard)`;
    expect(await at(loop("print(best)"))).toEqual(["HLD303 cell3:4"]);
    expect(await at(loop("print(k)"))).toEqual([]);
  });
  it("is shown by a cell at its end, and where people look at a script line by line", async () => {
    const bare = "roc_auc_score(b, hard)";
    expect(await at(bare)).toEqual(["HLD303 cell3:1"]);
    expect(await at(`${bare}\nf1_score(b, hard)`)).toEqual([]);
    const all = `from IPython.core.interactiveshell import InteractiveShell\nInteractiveShell.ast_node_interactivity = "all"`;
    expect(await at(all, `${bare}\nf1_score(b, hard)`)).toEqual(["HLD303 cell4:1"]);
    const script = [head, fitted, bare, "f1_score(b, hard)"].join("\n");
    expect((await check([{ text: script, cell: null }])).findings.map((f) => f.code)).toContain("HLD303");
  });
  it("is a curve without a picture", async () => {
    const curve = "fpr, tpr, _ = roc_curve(b, hard)";
    expect(await at(curve)).toEqual([]);
    expect(await at(`${curve}\nplt.plot(fpr, tpr)`)).toEqual(["HLD303 cell3:1"]);
  });
  it("has its arguments in any order, and may be of any task", async () => {
    const swapped = (rest: string): string => `table = classification_report(hard, b)${rest}`;
    expect(await found("HLD304", head, fitted, swapped(""))).toEqual([]);
    expect(await found("HLD304", head, fitted, swapped("\nprint(table)"))).toEqual(["HLD304 cell3:1"]);
    const folds = (rest: string): string => `from sklearn.model_selection import cross_val_score\nscores = cross_val_score(m, B, b)${rest}`;
    expect(await found("HLD305", head, fitted, folds(""))).toEqual([]);
    expect(await found("HLD305", head, fitted, folds("\nscores.mean()"))).toEqual(["HLD305 cell3:2"]);
  });
});

it("the recall of the classes weighed by their labels is the same either way", async () => {
  const told = (average: string): string => `from sklearn.metrics import precision_score, recall_score

def told(guess, y):
    precision = precision_score(guess, y, average=${average})
    recall = recall_score(guess, y, average=${average})
    share = f1_score(guess, y, average=${average})
    print(precision, recall, share)

told(m.predict(B), b)`;
  const fitted = `${split}\nm = LogisticRegression().fit(A, a)`;
  expect(await found("HLD304", head, fitted, told('"weighted"'))).toEqual(["HLD304 cell3:4", "HLD304 cell3:6"]);
  expect(await found("HLD304", head, fitted, told('"macro"'))).toEqual(["HLD304 cell3:4", "HLD304 cell3:5"]);
  const some = 'recall_score(m.predict(B), b, average="weighted", labels=[1, 2])';
  expect(await found("HLD304", head, fitted, `from sklearn.metrics import recall_score\nprint(${some})`)).toEqual(["HLD304 cell3:2"]);
});

describe("labels in the place of probabilities", () => {
  const fitted = `${split}\nm = LogisticRegression().fit(A, a)\nhard, soft = m.predict(B), m.predict_proba(B)[:, 1]`;
  const at = (...cells: Cell[]): Promise<string[]> => found("HLD303", head, fitted, ...cells);
  const curve = (of: string): string => `fpr, tpr, _ = roc_curve(b, ${of})\nplt.plot(fpr, tpr)\n`;
  it("whose curve is drawn beside the other are shown to be compared", async () => {
    expect(await at(curve("soft") + curve("hard"), "print(roc_auc_score(b, hard))")).toEqual([]);
    expect(await at(curve("soft"), curve("hard"))).toEqual(["HLD303 cell4:1"]);
  });
  it("cut at one threshold after the other show where each lies on the curve", async () => {
    const cut = `fpr, tpr, _ = roc_curve(b, soft > level)\n    plt.plot(fpr, tpr)`;
    expect(await at(`for level in [0.1, 0.5, 0.9]:\n    ${cut}`)).toEqual([]);
    expect(await at(`for level in [0.5]:\n    print(level)\n${cut.replace("    plt", "plt")}`)).toEqual(["HLD303 cell3:3"]);
  });
  it("that are called wrong teach something", async () => {
    expect(await at("# the area of labels - WRONG!\nprint(roc_auc_score(b, hard))")).toEqual([]);
    expect(await at("# the area of labels\nprint(roc_auc_score(b, hard))")).toEqual(["HLD303 cell3:2"]);
  });
  it("are marked in the helper that is never given anything else", async () => {
    const helper = `def told(y, p):\n    print(roc_auc_score(y, p))\n\n\n`;
    expect(await at(`${helper}told(b, hard)\ntold(b, hard)`)).toEqual(["HLD303 cell3:2"]);
    expect(await at(`${helper}told(b, soft)\ntold(b, hard)`)).toEqual(["HLD303 cell3:6"]);
  });
});

it("arguments that a helper hands on in the wrong order are marked in the helper", async () => {
  const helper = "def told(guess, y):\n    print(classification_report(guess, y))\n\n\ntold(m.predict(B), b)";
  expect(await found("HLD304", head, `${split}\nm = LogisticRegression().fit(A, a)`, helper)).toEqual(["HLD304 cell3:2"]);
});

it("a search that is fitted on a part tells no score of another model", async () => {
  const search = `m = LogisticRegression().fit(A, a)\ns = GridSearchCV(LogisticRegression(), {"C": [1, 2]}, scoring="neg_log_loss").fit(B, b)\nprint(s.predict(A))`;
  expect(await found("HLD305", head, split, search)).toEqual([]);
});

it("a helper that validates what it is given is right: its caller gives it the test part", async () => {
  const helper = `from sklearn.model_selection import cross_val_score

def validated(model, rows, labels):
    return cross_val_score(model, rows, labels).mean()

m = LogisticRegression().fit(A, a)
print(validated(m, A, a), validated(m, B, b))`;
  expect(await found("HLD305", head, split, helper)).toEqual(["HLD305 cell3:7"]);
  const own = `from sklearn.model_selection import cross_val_score

def validated(model):
    return cross_val_score(model, B, b).mean()

m = LogisticRegression().fit(A, a)
print(validated(m))`;
  expect(await found("HLD305", head, split, own)).toEqual(["HLD305 cell3:4"]);
});

it("whether an unknown model answers with labels nobody can tell", async () => {
  const program = `from factors import Machine\nclf = Machine().fit(A, a)\nprint(roc_auc_score(b, clf.predict(B)))`;
  expect(await found("HLD303", head, split, program)).toEqual([]);
  const composite = `from imblearn.pipeline import Pipeline
from imblearn.under_sampling import RandomUnderSampler
from lightgbm import LGBMClassifier
s = GridSearchCV(Pipeline([("fewer", RandomUnderSampler()), ("m", LGBMClassifier())]), {"m__max_depth": [1, 2]}).fit(A, a)
print(roc_auc_score(b, s.predict(B)))`;
  expect(await found("HLD303", head, split, composite)).toEqual(["HLD303 cell3:5"]);
});

it("a model without skill may be validated on any rows", async () => {
  const program = (model: string): string => `from sklearn.dummy import DummyClassifier
from sklearn.model_selection import cross_val_score
m = ${model}.fit(A, a)
print(cross_val_score(m, B, b).mean())`;
  expect(await found("HLD305", head, split, program('DummyClassifier(strategy="prior")'))).toEqual([]);
  expect(await found("HLD305", head, split, program("LogisticRegression()"))).toEqual(["HLD305 cell3:4"]);
});

describe("a name that no cell before defines", () => {
  const at = (...texts: string[]): Promise<string[]> => found("HLD403", ...texts.map((text, i) => ({ text, executionCount: i + 1, outputs: ["1"] })));
  it("may be given by a function that writes to the module", async () => {
    expect(await at("def start():\n    globals()['rows'] = 3", "start()", "print(rows)")).toEqual([]);
    expect(await at("def start():\n    local = 3", "start()", "print(rows)")).toEqual(["HLD403 cell3:1"]);
  });
  it("is missing before already", async () => {
    expect(await at("names = ['a', 'b']", "for n in names:\n    print(n, rows)", "print(rows)")).toEqual([]);
  });
});

describe("a network that is called in training mode", () => {
  const net = (layers: string, scoring: string): string => `import torch
import torch.nn as nn
from torch.utils.data import DataLoader
from torchvision import datasets, transforms
from layers import Own
train = DataLoader(datasets.MNIST("data", train=True, transform=transforms.ToTensor()), batch_size=64)
test = DataLoader(datasets.MNIST("data", train=False, transform=transforms.ToTensor()), batch_size=64)
net = nn.Sequential(nn.Flatten(), ${layers}, nn.Linear(784, 10))
optimizer = torch.optim.Adam(net.parameters())

def learn():
    net.train()
    for x, y in train:
        optimizer.zero_grad()
        nn.functional.cross_entropy(net(x), y).backward()
        optimizer.step()

def judge():
${scoring}    return sum((net(x).argmax(1) == y).sum().item() for x, y in test)

for epoch in range(3):
    learn()
    print(judge())`;
  it("has layers that behave differently", async () => {
    expect(await found("HLD501", net("nn.Dropout(0.4)", ""))).toEqual(["HLD501 cell1:19"]);
    expect(await found("HLD501", net("Own(784)", ""))).toEqual([]);
  });
  it("may be meant to draw anew where that is said beside the call", async () => {
    expect(await found("HLD501", net("nn.Dropout(0.4)", "    net.train()\n"))).toEqual([]);
  });
});

describe("a loss that does not fit the last layer", () => {
  const net = (layer: string, name = "net"): string => `${name} = Sequential([Dense(32, activation="relu"), ${layer}])
${name}.compile(loss="categorical_crossentropy", optimizer="adam")`;
  const imports = `import numpy as np
from keras.layers import Dense
from keras.models import Sequential
X, y = np.load("x.npy"), np.load("y.npy")`;
  it("of a network that is replaced before training shows something", async () => {
    const good = 'Dense(3, activation="softmax")';
    expect(await found("HLD504", imports, net("Dense(3)"), `${net(good)}\nnet.fit(X, y)`)).toEqual([]);
    expect(await found("HLD504", imports, `${net("Dense(3)")}\nnet.fit(X, y)`)).toEqual(["HLD504 cell2:2"]);
  });
  it("may be one of the activations that are tried", async () => {
    const tried = (list: string): string => `def trained(last):
    net = Sequential([Dense(32, activation="relu"), Dense(3, activation=last)])
    net.compile(loss="categorical_crossentropy", optimizer="adam")
    net.fit(X, y)

for last in [${list}]:
    trained(last)`;
    expect(await found("HLD504", imports, tried('"relu", "softmax"'))).toEqual([]);
    expect(await found("HLD504", imports, tried('"relu"'))).toEqual(["HLD504 cell2:3"]);
  });
});

describe("rows that are changed at random", () => {
  const program = (counted: string, of = "test"): string => `import torch
import torch.nn as nn
from torch.utils.data import DataLoader
from torchvision import datasets, transforms
changed = transforms.Compose([transforms.RandomCrop(28, padding=4), transforms.ToTensor()])
plain = transforms.ToTensor()
train = DataLoader(datasets.MNIST("data", train=True, transform=changed), batch_size=64)
test = DataLoader(datasets.MNIST("data", train=False, transform=${of === "test" ? "changed" : "plain"}), batch_size=64)
net = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))
optimizer = torch.optim.Adam(net.parameters())
for x, y in train:
    optimizer.zero_grad()
    out = net(x)
    loss = nn.functional.cross_entropy(out, y)
    loss.backward()
    optimizer.step()
${counted}`;
  const count = (rows: string): string => `right = 0
for x, y in ${rows}:
    right += (net(x).argmax(1) == y).sum().item()
print(right)`;
  it("are marked where they are asked for", async () => expect(await found("HLD505", program(count("test")))).toEqual(["HLD505 cell1:8"]));
  it("are marked where a helper is handed what changes them", async () => {
    const text = `from keras.layers import Dense, Flatten
from keras.models import Sequential
from keras.preprocessing.image import ImageDataGenerator
changed = ImageDataGenerator(rotation_range=30)

def rows_of(images, folder):
    return images.flow_from_directory(folder, class_mode="binary")

model = Sequential([Flatten(), Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", optimizer="adam")
valid = rows_of(changed, "valid")
model.fit(rows_of(changed, "train"), validation_data=valid, epochs=10)`;
    expect(await found("HLD505", text)).toEqual(["HLD505 cell1:11"]);
  });
  it("may be the training rows, looked at once more", async () => expect(await found("HLD505", program(count("train"), "train"))).toEqual([]));
});

describe("dummies of served rows", () => {
  const program = (of: string): string => `import pandas as pd
from sklearn.linear_model import LogisticRegression
train, test = pd.read_csv("train.csv"), pd.read_csv("test.csv")
X = pd.get_dummies(train${of})
Z = pd.get_dummies(test${of})
m = LogisticRegression().fit(X, train["left"])
print(m.predict(Z))`;
  it("of a few named columns may well have the same categories", async () => {
    expect(await found("HLD601", program('[["class", "sex"]]'))).toEqual([]);
    expect(await found("HLD601", program(', columns=["class", "sex"]'))).toEqual([]);
    expect(await found("HLD601", program('.drop(columns=["name"])'))).toEqual(["HLD601 cell1:5"]);
  });
});

describe("a stored network", () => {
  const net = (built: string, rows = (of: string): string => of): string => `import numpy as np
from tensorflow import keras
X, y = np.load("x.npy"), np.load("y.npy")
A, a, B, b = X[:800], y[:800], X[800:], y[800:]
scale = keras.layers.Normalization()
scale.adapt(A)
${built}
model.compile(loss="mse", optimizer="adam")
model.fit(${rows("A")}, a)
print(model.evaluate(${rows("B")}, b))
model.save("model.keras")`;
  it("holds the layers that rows go through in it", async () => {
    expect(await found("HLD602", net("model = keras.Sequential()\nmodel.add(scale)\nmodel.add(keras.layers.Dense(1))"))).toEqual([]);
    const drawn = "rows = keras.Input(shape=(4,))\nmodel = keras.Model(rows, keras.layers.Dense(1)(scale(rows)))";
    expect(await found("HLD602", net(drawn))).toEqual([]);
  });
  it("does not hold those that rows went through before", async () => {
    const program = net("model = keras.Sequential([keras.layers.Dense(1)])", (of) => `scale(${of})`);
    expect(await found("HLD602", program)).toEqual(["HLD602 cell1:11"]);
  });
});
