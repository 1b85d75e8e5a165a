/** A network is scored while dropout and batch normalisation still behave as in training */
import { samePath, samePlace } from "../base/span.js";
import type { Act } from "../trace/acts.js";
import { forwards } from "./loops.js";
import { defineRule, type RuleFinding } from "./rule.js";

export default defineRule({
  code: "HLD501",
  slug: "evaluation-in-training-mode",
  severity: "warning",
  default: true,
  summary: "A network is scored while dropout and batch normalisation still behave as in training",
  why: `Until \`eval()\` is called, dropout switches half of the units off at random and batch normalisation uses the statistics of the batch that is being scored, and learns from it. The score is noisy, too low, depends on the batch size, and scoring changes the model. After \`eval()\` training has to go back to \`train()\`, or dropout and batch normalisation are off from the second epoch on.`,
  whenNot: `When the randomness is the point, as in Monte Carlo dropout, or when batch normalisation is frozen on purpose.`,
  examples: [
    {
      title: "Scored without eval()",
      bad: `import torch
import torch.nn as nn
from torch.utils.data import DataLoader
from torchvision import datasets, transforms
# %%
train = DataLoader(datasets.MNIST("data", train=True, transform=transforms.ToTensor()), batch_size=64, shuffle=True)
test = DataLoader(datasets.MNIST("data", train=False, transform=transforms.ToTensor()), batch_size=256)
# %%
net = nn.Sequential(nn.Flatten(), nn.Linear(784, 128), nn.ReLU(), nn.Dropout(0.4), nn.Linear(128, 10))
loss_of = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(net.parameters())
# %%
for images, digits in train:
    optimizer.zero_grad()
    loss_of(net(images), digits).backward()
    optimizer.step()
# %%
right = 0
with torch.no_grad():
    for images, digits in test:
        right += (net(images).argmax(1) == digits).sum().item()  # error
print(right / 10000)`,
    },
    {
      title: "Scored after eval()",
      good: `import torch
import torch.nn as nn
from torch.utils.data import DataLoader
from torchvision import datasets, transforms
# %%
train = DataLoader(datasets.MNIST("data", train=True, transform=transforms.ToTensor()), batch_size=64, shuffle=True)
test = DataLoader(datasets.MNIST("data", train=False, transform=transforms.ToTensor()), batch_size=256)
# %%
net = nn.Sequential(nn.Flatten(), nn.Linear(784, 128), nn.ReLU(), nn.Dropout(0.4), nn.Linear(128, 10))
loss_of = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(net.parameters())
# %%
for images, digits in train:
    optimizer.zero_grad()
    loss_of(net(images), digits).backward()
    optimizer.step()
# %%
right = 0
net.eval()
with torch.no_grad():
    for images, digits in test:
        right += (net(images).argmax(1) == digits).sum().item()
print(right / 10000)`,
    },
    {
      title: "Never back to train()",
      bad: `import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.utils.data import DataLoader
from torchvision import datasets, transforms

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 64)
        self.norm = nn.BatchNorm1d(64)
        self.out = nn.Linear(64, 10)

    def forward(self, x):
        return self.out(F.relu(self.norm(self.hidden(x.flatten(1)))))

train = DataLoader(datasets.FashionMNIST("data", train=True, transform=transforms.ToTensor()), batch_size=64, shuffle=True)
test = DataLoader(datasets.FashionMNIST("data", train=False, transform=transforms.ToTensor()), batch_size=256)
net = Net()
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
for epoch in range(5):
    for x, y in train:
        optimizer.zero_grad()
        F.cross_entropy(net(x), y).backward()
        optimizer.step()
    net.eval()  # error
    right = 0
    with torch.no_grad():
        for x, y in test:
            right += (net(x).argmax(1) == y).sum().item()
    print(epoch, right)`,
    },
    {
      title: "Back to train() in every epoch",
      good: `import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.utils.data import DataLoader
from torchvision import datasets, transforms

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 64)
        self.norm = nn.BatchNorm1d(64)
        self.out = nn.Linear(64, 10)

    def forward(self, x):
        return self.out(F.relu(self.norm(self.hidden(x.flatten(1)))))

train = DataLoader(datasets.FashionMNIST("data", train=True, transform=transforms.ToTensor()), batch_size=64, shuffle=True)
test = DataLoader(datasets.FashionMNIST("data", train=False, transform=transforms.ToTensor()), batch_size=256)
net = Net()
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
for epoch in range(5):
    net.train()
    for x, y in train:
        optimizer.zero_grad()
        F.cross_entropy(net(x), y).backward()
        optimizer.step()
    net.eval()
    right = 0
    with torch.no_grad():
        for x, y in test:
            right += (net(x).argmax(1) == y).sum().item()
    print(epoch, right)`,
    },
    {
      title: "Layers that behave the same in training and evaluation",
      good: `import torch
import torch.nn as nn
from torch.utils.data import DataLoader
from torchvision import datasets, transforms
train = DataLoader(datasets.MNIST("data", train=True, transform=transforms.ToTensor()), batch_size=64, shuffle=True)
test = DataLoader(datasets.MNIST("data", train=False, transform=transforms.ToTensor()), batch_size=256)
net = nn.Sequential(nn.Flatten(), nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 10))
optimizer = torch.optim.Adam(net.parameters())
for x, y in train:
    optimizer.zero_grad()
    nn.functional.cross_entropy(net(x), y).backward()
    optimizer.step()
with torch.no_grad():
    right = sum((net(x).argmax(1) == y).sum().item() for x, y in test)
print(right)`,
    },
  ],
  check: (q) => {
    const out = new Map<string, RuleFinding>();
    const add = (f: RuleFinding): void => {
      const key = `${f.at.source}:${f.at.start}`;
      if (!out.has(key)) out.set(key, f);
    };
    const calls = forwards(q);
    const acts = q.lineage.acts;
    for (const f of calls) {
      // Layers of which nobody knows whether they behave differently are no evidence.
      if (q.lineage.modules.get(f.act.object)?.modal !== "yes") continue;
      const training = calls.find((g) => g.index < f.index && g.trained && g.act.object === f.act.object && !samePlace(g.act.at, f.act.at));
      const mine = acts.some((a) => a.k === "mode" && a.set === "eval" && a.object === f.act.object);
      // eval() of a wrapper, a part or something unknown may have switched this module as well.
      const others = acts.some((a) => a.k === "mode" && a.set === "eval" && a.object !== f.act.object);
      // Training mode that is switched on beside the scoring call is meant: weights or units are to be drawn.
      const meant = f.setBy !== null && training !== undefined && sameCall(f.setBy, f.act) && !sameCall(f.setBy, training.act);
      if (training && f.mode === "train" && !f.trained && f.scored && !meant && !(others && !mine)) {
        add({
          at: f.act.at,
          message: `\`${f.act.name}\` is scored in training mode: no \`eval()\` before this call`,
          confidence: q.confidence(0),
          steps: [
            { message: "trained here", at: training.act.at },
            ...(f.setBy ? [{ message: "training mode is switched on here", at: f.setBy.at }] : []),
            { message: "called for evaluation here, still in training mode", at: f.act.at },
          ],
          variable: null,
        });
      }
      const setBy = f.setBy;
      if (f.mode !== "eval" || !f.trained || !setBy) continue;
      // eval() came after training in an earlier round of the same loop, an evaluation followed, and training goes on.
      const since = acts.indexOf(setBy);
      const loop = setBy.loops.find((l) => f.act.loops.some((m) => m.id === l.id && m.iteration > l.iteration));
      const evaluated = calls.some((g) => g.index > since && g.index < f.index && !g.trained && g.act.object === f.act.object);
      const before = calls.some((g) => g.index < since && g.trained && g.mode === "train" && g.act.object === f.act.object);
      if (!loop || !evaluated || !before) continue;
      // Of two helpers side by side the one that evaluates is right to switch; the one that trains should switch back.
      const shared = Math.min(setBy.path.length, f.act.path.length);
      const apart = !samePath(setBy.path.slice(0, shared), f.act.path.slice(0, shared));
      add({
        at: apart ? f.act.at : setBy.at,
        message: `\`${f.act.name}\` never goes back to \`train()\`: it is trained in evaluation mode from the second round on`,
        confidence: "certain",
        steps: [
          { message: "switched to evaluation here", at: setBy.at },
          { message: "trained again here, without train()", at: f.act.at },
        ],
        variable: null,
      });
    }
    return [...out.values()];
  },
});

/** Whether both happened in the same call of a function. */
const sameCall = (a: Act, b: Act): boolean => a.path.length > 0 && samePath(a.path, b.path);
