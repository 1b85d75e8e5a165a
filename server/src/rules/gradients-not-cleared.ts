/** A training loop adds the gradients of every batch to those of all before */
import type { ActOf } from "./loops.js";
import { defineRule, type RuleFinding } from "./rule.js";

export default defineRule({
  code: "HLD502",
  slug: "gradients-not-cleared",
  severity: "warning",
  default: true,
  summary: "A training loop adds the gradients of every batch to those of all before",
  why: `\`backward()\` adds to the gradients that are there. Without \`zero_grad()\` the hundredth step follows the sum of a hundred batches, most of them computed with weights that are long gone: the effective learning rate grows with every step and training diverges or stalls.`,
  whenNot: `When gradients are accumulated on purpose over a fixed number of batches; then they are cleared after that number.`,
  examples: [
    {
      title: "No zero_grad() in the loop",
      bad: `import torch
import torch.nn as nn
from torch.utils.data import DataLoader
from torchvision import datasets, transforms
train = DataLoader(datasets.MNIST("data", train=True, transform=transforms.ToTensor()), batch_size=64, shuffle=True)
net = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))
loss_of = nn.CrossEntropyLoss()
optimizer = torch.optim.SGD(net.parameters(), lr=0.01)
for epoch in range(3):
    for x, y in train:
        loss = loss_of(net(x), y)
        loss.backward()  # error
        optimizer.step()`,
    },
    {
      title: "Cleared before every step",
      good: `import torch
import torch.nn as nn
from torch.utils.data import DataLoader
from torchvision import datasets, transforms
train = DataLoader(datasets.MNIST("data", train=True, transform=transforms.ToTensor()), batch_size=64, shuffle=True)
net = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))
loss_of = nn.CrossEntropyLoss()
optimizer = torch.optim.SGD(net.parameters(), lr=0.01)
for epoch in range(3):
    for x, y in train:
        net.zero_grad()
        loss = loss_of(net(x), y)
        loss.backward()
        optimizer.step()`,
    },
    {
      title: "Accumulated over four batches",
      good: `import torch
import torch.nn as nn
from torch.utils.data import DataLoader
from torchvision import datasets, transforms
train = DataLoader(datasets.MNIST("data", train=True, transform=transforms.ToTensor()), batch_size=16, shuffle=True)
net = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))
optimizer = torch.optim.SGD(net.parameters(), lr=0.01)
for i, (x, y) in enumerate(train):
    loss = nn.functional.cross_entropy(net(x), y) / 4
    loss.backward()
    if (i + 1) % 4 == 0:
        optimizer.step()
        optimizer.zero_grad()`,
    },
    {
      title: "Gradients taken away by hand",
      good: `import torch
import torch.nn as nn
from torch.utils.data import DataLoader
from torchvision import datasets, transforms
train = DataLoader(datasets.MNIST("data", train=True, transform=transforms.ToTensor()), batch_size=16, shuffle=True)
net = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))
optimizer = torch.optim.SGD(net.parameters(), lr=0.01)
for x, y in train:
    for weight in net.parameters():
        weight.grad = None
    nn.functional.cross_entropy(net(x), y).backward()
    optimizer.step()`,
    },
  ],
  check: (q) => {
    const acts = q.lineage.acts;
    const out = new Map<string, RuleFinding>();
    // Whoever clears gradients anywhere in the program knows how; a loop that seems to lack it may get it from somewhere unseen.
    if (acts.some((a) => a.k === "clear")) return [];
    for (const step of acts) {
      const loop = step.k === "step" ? step.loops.at(-1) : undefined;
      if (!loop) continue;
      const back = acts.find(
        (a): a is ActOf<"backward"> =>
          a.k === "backward" && a.loops.some((l) => l.id === loop.id && l.iteration === loop.iteration) && a.loops.length === step.loops.length,
      );
      if (!back) continue;
      const key = `${back.at.source}:${back.at.start}`;
      if (out.has(key)) continue;
      out.set(key, {
        at: back.at,
        message: "Gradients of earlier batches are never cleared: no `zero_grad()` in this loop",
        confidence: q.confidence(0),
        steps: [
          { message: "gradients are added here", at: back.at },
          { message: "and the step follows the sum of all batches so far", at: step.at },
        ],
        variable: null,
      });
    }
    return [...out.values()];
  },
});
