/** The last activation of a network and its loss do not fit together */
import { samePlace } from "../base/span.js";
import type { Act } from "../trace/acts.js";
import type { ActOf } from "./loops.js";
import { defineRule, type RuleFinding } from "./rule.js";

export default defineRule({
  code: "HLD504",
  slug: "activation-loss-mismatch",
  severity: "warning",
  default: true,
  summary: "The last activation of a network and its loss do not fit together",
  why: `\`CrossEntropyLoss\` and \`BCEWithLogitsLoss\` apply softmax or sigmoid themselves: applied twice, the probabilities of ten classes all stay between 0.09 and 0.22, the loss cannot fall below 1.46, and gradients are tiny. A softmax of a single unit is always 1. Without the activation that a loss expects, it takes logarithms of numbers that are no probabilities.`,
  whenNot: `When the loss is a custom one that only shares its name.`,
  examples: [
    {
      title: "Softmax before CrossEntropyLoss",
      bad: `import torch
import torch.nn as nn
from torch.utils.data import DataLoader
from torchvision import datasets, transforms
# %%
train = DataLoader(datasets.MNIST("data", train=True, transform=transforms.ToTensor()), batch_size=64, shuffle=True)
net = nn.Sequential(nn.Flatten(), nn.Linear(784, 10), nn.Softmax(dim=1))
loss_of = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(net.parameters())
# %%
for x, y in train:
    optimizer.zero_grad()
    loss = loss_of(net(x), y)  # error
    loss.backward()
    optimizer.step()`,
    },
    {
      title: "Sigmoid in forward() before BCEWithLogitsLoss",
      bad: `import torch
import torch.nn as nn
from torch.utils.data import DataLoader
from torchvision import datasets, transforms

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.out = nn.Linear(784, 1)

    def forward(self, x):
        return torch.sigmoid(self.out(x.flatten(1)))

train = DataLoader(datasets.MNIST("data", train=True, transform=transforms.ToTensor()), batch_size=64, shuffle=True)
net = Net()
loss_of = nn.BCEWithLogitsLoss()
optimizer = torch.optim.Adam(net.parameters())
for x, y in train:
    optimizer.zero_grad()
    loss_of(net(x), y).backward()  # error
    optimizer.step()`,
    },
    {
      title: "Logits into CrossEntropyLoss",
      good: `import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.utils.data import DataLoader
from torchvision import datasets, transforms

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.out = nn.Linear(784, 10)

    def forward(self, x):
        return self.out(x.flatten(1))

train = DataLoader(datasets.MNIST("data", train=True, transform=transforms.ToTensor()), batch_size=64, shuffle=True)
net = Net()
optimizer = torch.optim.Adam(net.parameters())
for x, y in train:
    optimizer.zero_grad()
    F.cross_entropy(net(x), y).backward()
    optimizer.step()
probabilities = F.softmax(net(x), dim=1)`,
    },
    {
      title: "LogSoftmax before NLLLoss",
      good: `import torch
import torch.nn as nn
from torch.utils.data import DataLoader
from torchvision import datasets, transforms
train = DataLoader(datasets.MNIST("data", train=True, transform=transforms.ToTensor()), batch_size=64, shuffle=True)
net = nn.Sequential(nn.Flatten(), nn.Linear(784, 10), nn.LogSoftmax(dim=1))
loss_of = nn.NLLLoss()
optimizer = torch.optim.Adam(net.parameters())
for x, y in train:
    optimizer.zero_grad()
    loss_of(net(x), y).backward()
    optimizer.step()`,
    },
    {
      title: "Independent sigmoids for classes that exclude each other",
      bad: `from tensorflow import keras
from tensorflow.keras import layers
# %%
(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
y_train, y_test = keras.utils.to_categorical(y_train), keras.utils.to_categorical(y_test)
# %%
model = keras.Sequential()
model.add(layers.Flatten())
model.add(layers.Dense(64, activation="relu"))
model.add(layers.Dense(10, activation="sigmoid"))
model.compile(optimizer="adam", loss="categorical_crossentropy")  # error
model.fit(x_train / 255, y_train, validation_split=0.1)`,
    },
    {
      title: "Softmax of a single unit",
      bad: `from keras.layers import Dense
from keras.models import Sequential
import pandas as pd
patients = pd.read_csv("patients.csv")
model = Sequential([Dense(16, activation="relu"), Dense(1, activation="softmax")])
model.compile(loss="binary_crossentropy", optimizer="adam")  # error
model.fit(patients[["age", "dose"]], patients["sick"], epochs=20)`,
    },
    {
      title: "from_logits=True after a softmax",
      bad: `import tensorflow as tf
(x_train, y_train), (x_test, y_test) = tf.keras.datasets.fashion_mnist.load_data()
inputs = tf.keras.Input(shape=(28, 28))
x = tf.keras.layers.Flatten()(inputs)
outputs = tf.keras.layers.Dense(10, activation="softmax")(x)
model = tf.keras.Model(inputs=inputs, outputs=outputs)
model.compile(optimizer="adam", loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True))  # error
model.fit(x_train, y_train, epochs=3)`,
    },
    {
      title: "Several sigmoids for several labels at once",
      good: `from keras.layers import Activation, Dense
from keras.models import Sequential
import pandas as pd
comments = pd.read_csv("comments.csv")
labels = ["toxic", "insult", "threat"]
model = Sequential()
model.add(Dense(32, activation="relu"))
model.add(Dense(3))
model.add(Activation("sigmoid"))
model.compile(loss="binary_crossentropy", optimizer="adam")
model.fit(comments.drop(columns=labels), comments[labels], validation_split=0.1)`,
    },
    {
      title: "Two classes, softmax and binary cross-entropy: the same loss",
      good: `from keras.layers import Dense
from keras.models import Sequential
import pandas as pd
patients = pd.read_csv("patients.csv")
model = Sequential([Dense(16, activation="relu"), Dense(2, activation="softmax")])
model.compile(loss="binary_crossentropy", optimizer="adam")
model.fit(patients[["age", "dose"]], pd.get_dummies(patients["sick"]), epochs=20)`,
    },
  ],
  check: (q) => {
    const out = new Map<string, RuleFinding>();
    const acts = q.lineage.acts;
    const why = (a: Act): Mismatch | null =>
      a.k === "loss" ? torch(a, (id) => q.lineage.modules.get(id)?.ending?.how ?? null) : a.k === "compile" ? keras(a) : null;
    const judged = acts.flatMap((a) => (a.k === "loss" || a.k === "compile" ? [{ a, why: why(a) }] : []));
    const trained = new Set(acts.flatMap((a) => (a.k === "train" ? [a.object] : [])));
    for (const { a, why } of judged) {
      // Beside a network that is trained, one that is only put together shows something.
      if (a.k === "compile" && trained.size && !trained.has(a.object)) continue;
      // One place that sees fitting and other outputs tries several activations.
      if (a.k === "compile" && judged.some((b) => b.a.k === "compile" && b.why === null && b.a.ending.how !== "other" && samePlace(b.a.at, a.at))) continue;
      const key = `${a.at.source}:${a.at.start}`;
      if (!why || out.has(key)) continue;
      const before = acts.find((x) => x.k === "forward" && a.k === "loss" && x.object === a.ending.module);
      out.set(key, {
        at: a.at,
        message: why.message,
        confidence: "certain",
        steps: [
          { message: why.output, at: before?.at ?? a.at },
          { message: why.expects, at: a.at },
        ],
        variable: null,
      });
    }
    return [...out.values()];
  },
});

interface Mismatch {
  readonly message: string;
  readonly output: string;
  readonly expects: string;
}

function torch(a: ActOf<"loss">, endOf: (module: number) => string | null): Mismatch | null {
  const how = a.ending.module ? endOf(a.ending.module) : a.ending.how;
  const squashed = how === "softmax" || how === "sigmoid";
  if (a.expects === "logits" && squashed)
    return {
      message: `\`${a.loss}\` expects logits, but the output has been through ${how}`,
      output: `the output ends with ${how}`,
      expects: `\`${a.loss}\` applies its own`,
    };
  if (a.expects === "logprobabilities" && (squashed || how === "linear"))
    return {
      message: `\`${a.loss}\` expects log-probabilities, but the output ends with ${named(how)}`,
      output: `the output ends with ${named(how)}`,
      expects: `\`${a.loss}\` expects log_softmax`,
    };
  if (a.expects === "probabilities" && how === "linear")
    return {
      message: `\`${a.loss}\` expects probabilities, but the output has no sigmoid`,
      output: "the output ends with a linear layer",
      expects: `\`${a.loss}\` expects a sigmoid`,
    };
  return null;
}

const named = (how: string): string => (how === "linear" ? "a linear layer" : how);

function keras(a: ActOf<"compile">): Mismatch | null {
  const { how, units } = a.ending;
  const say = (message: string, expects: string): Mismatch => ({
    message,
    output: `the output layer has ${units === null ? "" : `${units} unit${units === 1 ? "" : "s"} and `}${how === "linear" ? "no activation" : how}`,
    expects,
  });
  const binary = a.loss === "binarycrossentropy";
  const several = a.loss === "categoricalcrossentropy" || a.loss === "sparsecategoricalcrossentropy";
  if (how === "softmax" && units === 1) return say("A softmax of one unit is always 1: the output layer needs a sigmoid", "the loss never changes");
  if (!binary && !several) return null;
  if (a.fromLogits)
    return how === "softmax" || how === "sigmoid"
      ? say(`The loss expects logits, but the output layer applies ${how}`, "`from_logits=True` stands here")
      : null;
  if (how === "linear" || how === "relu")
    return say(`The loss expects probabilities, but the output layer has ${how === "relu" ? "relu" : "no activation"}`, "`from_logits` is not set here");
  if (several && how === "sigmoid")
    return units === 1
      ? say("Categorical cross-entropy of a single unit is no loss: use binary cross-entropy", "the loss expects a softmax over several units")
      : a.loss === "categoricalcrossentropy"
        ? say("Categorical cross-entropy expects softmax, but the outputs are independent sigmoids", "the loss expects a distribution over the classes")
        : null;
  if (binary && how === "softmax" && units !== null && units > 2)
    return say(`Binary cross-entropy of a softmax over ${units} classes: use categorical cross-entropy`, "the loss takes each unit by itself");
  return null;
}
