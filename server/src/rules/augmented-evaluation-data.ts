/** Validation or test data are changed at random */
import { type Span, samePlace } from "../base/span.js";
import type { Act } from "../trace/acts.js";
import type { Augmentation } from "../trace/augmentation.js";
import { type Rows, relation } from "../trace/rows.js";
import { type Forward, forwards } from "./loops.js";
import { defineRule, type RuleFinding } from "./rule.js";

export default defineRule({
  code: "HLD505",
  slug: "augmented-evaluation-data",
  severity: "warning",
  default: true,
  summary: "Validation or test data are changed at random",
  why: `Random crops, flips and rotations make training harder on purpose. Applied to validation or test rows they make the score noisy and usually too low, different in every run, and the epoch that early stopping or a checkpoint picks is the one with the luckiest draw.`,
  whenNot: `Test-time augmentation, where several random views of a row are averaged into one prediction.`,
  examples: [
    {
      title: "The validation part of an augmenting generator",
      bad: `from keras.layers import Dense, Flatten
from keras.models import Sequential
from keras.preprocessing.image import ImageDataGenerator
# %%
images = ImageDataGenerator(rescale=1 / 255, rotation_range=30, horizontal_flip=True, validation_split=0.2)
train = images.flow_from_directory("cats_and_dogs", class_mode="binary", subset="training")
valid = images.flow_from_directory("cats_and_dogs", class_mode="binary", subset="validation")  # error
# %%
model = Sequential([Flatten(), Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", optimizer="adam")
model.fit(train, validation_data=valid, epochs=10)`,
    },
    {
      title: "A generator of its own that only rescales",
      good: `from keras.layers import Dense, Flatten
from keras.models import Sequential
from keras.preprocessing.image import ImageDataGenerator
# %%
train = ImageDataGenerator(rescale=1 / 255, rotation_range=30, horizontal_flip=True).flow_from_directory("train", class_mode="binary")
valid = ImageDataGenerator(rescale=1 / 255).flow_from_directory("valid", class_mode="binary")
# %%
model = Sequential([Flatten(), Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", optimizer="adam")
model.fit(train, validation_data=valid, epochs=10)`,
    },
    {
      title: "Random crops of test images",
      bad: `import torch
import torch.nn as nn
from torch.utils.data import DataLoader
from torchvision import datasets, transforms
changed = transforms.Compose([transforms.RandomCrop(32, padding=4), transforms.RandomHorizontalFlip(), transforms.ToTensor()])
train = DataLoader(datasets.CIFAR10("data", train=True, transform=changed), batch_size=64, shuffle=True)
test = DataLoader(datasets.CIFAR10("data", train=False, transform=changed), batch_size=256)  # error
net = nn.Sequential(nn.Flatten(), nn.Linear(3072, 10))
optimizer = torch.optim.Adam(net.parameters())
for x, y in train:
    optimizer.zero_grad()
    nn.functional.cross_entropy(net(x), y).backward()
    optimizer.step()
net.eval()
with torch.no_grad():
    right = sum((net(x).argmax(1) == y).sum().item() for x, y in test)
print(right)`,
    },
    {
      title: "Augmentation of the training images only",
      good: `import torch
import torch.nn as nn
from torch.utils.data import DataLoader
from torchvision import datasets, transforms
changed = transforms.Compose([transforms.RandomCrop(32, padding=4), transforms.RandomHorizontalFlip(), transforms.ToTensor()])
train = DataLoader(datasets.CIFAR10("data", train=True, transform=changed), batch_size=64, shuffle=True)
test = DataLoader(datasets.CIFAR10("data", train=False, transform=transforms.ToTensor()), batch_size=256)
net = nn.Sequential(nn.Flatten(), nn.Linear(3072, 10))
optimizer = torch.optim.Adam(net.parameters())
for x, y in train:
    optimizer.zero_grad()
    nn.functional.cross_entropy(net(x), y).backward()
    optimizer.step()
net.eval()
with torch.no_grad():
    right = sum((net(x).argmax(1) == y).sum().item() for x, y in test)
print(right)`,
    },
  ],
  check: (q) => {
    const out = new Map<string, RuleFinding>();
    const own = new Set(q.units.map((u) => u.input.source));
    const calls = forwards(q);
    // A round of a loop that steps towards lower losses trains, whatever it counts beside.
    const trains = (f: Forward): boolean => f.trained || q.lineage.acts.slice(f.index).some((a) => a.k === "backward" && sameRound(a, f.act));
    const trained = calls.filter(trains).map((f) => f.act);
    const add = (scored: Span, augmented: Augmentation, shared: boolean): void => {
      const { taken } = augmented;
      const known = taken !== null && own.has(taken.source);
      // The fault is made where the rows are asked for, unless the same call gives rows to train on.
      const apart = known && !trained.some((a) => samePlace(a.augmented?.taken, taken));
      // A network is called in the same lines for every loader: nothing is wrong there, and nothing is to be changed there.
      if (shared && !known) return;
      const at = known && (apart || shared) ? taken : scored;
      const key = `${at.source}:${at.start}`;
      if (out.has(key)) return;
      out.set(key, {
        at,
        message: `The rows of an evaluation are changed at random by \`${augmented.what.replace(/\(.*/, "")}\``,
        confidence: q.confidence(0),
        steps: [
          { message: `\`${augmented.what}\` changes rows at random`, at: augmented.at },
          ...(at === scored ? [] : [{ message: apart ? "these rows go through it" : "the rows to train on and those to evaluate go through it", at }]),
          { message: "they are evaluated here", at: scored },
        ],
        variable: null,
      });
    };
    // How good a network is on its own training rows may well be asked of changed ones.
    const ownRows = (rows: Rows | null | undefined, of: Rows): boolean => Boolean(rows && ["same", "contains", "within"].includes(relation(rows, of)));
    const trainedOn = (rows: Rows): boolean => trained.some((a) => ownRows(a.rows, rows));
    for (const a of q.lineage.acts) {
      if (a.k !== "evaluate") continue;
      const { rows } = a;
      if (!rows || !q.trainings.some((l) => l.object === a.object && ownRows(l.fit?.rows, rows))) add(a.at, a.augmented, false);
    }
    for (const f of calls) if (f.act.augmented && f.scored && !trains(f) && !(f.act.rows && trainedOn(f.act.rows))) add(f.act.at, f.act.augmented, true);
    return [...out.values()];
  },
});

/** Whether both happened in one round of the innermost loop around the second. */
function sameRound(a: Act, b: Act): boolean {
  const loop = b.loops.at(-1);
  return loop !== undefined && a.loops.some((l) => l.id === loop.id && l.iteration === loop.iteration);
}
