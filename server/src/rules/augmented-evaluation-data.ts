/** Validation or test data are changed at random */
import { forwards } from "./loops.js";
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
valid = images.flow_from_directory("cats_and_dogs", class_mode="binary", subset="validation")
# %%
model = Sequential([Flatten(), Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", optimizer="adam")
model.fit(train, validation_data=valid, epochs=10)  # error`,
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
test = DataLoader(datasets.CIFAR10("data", train=False, transform=changed), batch_size=256)
net = nn.Sequential(nn.Flatten(), nn.Linear(3072, 10))
optimizer = torch.optim.Adam(net.parameters())
for x, y in train:
    optimizer.zero_grad()
    nn.functional.cross_entropy(net(x), y).backward()
    optimizer.step()
net.eval()
with torch.no_grad():
    right = sum((net(x).argmax(1) == y).sum().item() for x, y in test)  # error
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
    const add = (at: RuleFinding["at"], augmented: { what: string; at: RuleFinding["at"] }): void => {
      const key = `${at.source}:${at.start}`;
      if (out.has(key)) return;
      out.set(key, {
        at,
        message: `The rows of this evaluation are changed at random by \`${augmented.what.replace(/\(.*/, "")}\``,
        confidence: q.confidence(0),
        steps: [
          { message: `\`${augmented.what}\` changes rows at random`, at: augmented.at },
          { message: "they are evaluated here", at },
        ],
        variable: null,
      });
    };
    for (const a of q.lineage.acts) if (a.k === "evaluate") add(a.at, a.augmented);
    for (const f of forwards(q)) if (f.act.augmented && f.scored && !f.trained) add(f.act.at, f.act.augmented);
    return [...out.values()];
  },
});
