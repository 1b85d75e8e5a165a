/** A network is scored while gradients are recorded */
import { forwards } from "./loops.js";
import { defineRule, type RuleFinding } from "./rule.js";

export default defineRule({
  code: "HLD503",
  slug: "gradients-kept-in-evaluation",
  severity: "hint",
  default: false,
  summary: "A network is scored while gradients are recorded",
  why: `Outside of \`torch.no_grad()\` every call keeps what \`backward()\` would need. A score needs none of it: evaluation takes about twice the memory, and losses summed over batches keep all their graphs alive.`,
  whenNot: `When the gradients are used, as for adversarial examples or saliency maps.`,
  examples: [
    {
      title: "Scored with gradients",
      bad: `import torch
import torch.nn as nn
from torch.utils.data import DataLoader
from torchvision import datasets, transforms
train = DataLoader(datasets.MNIST("data", train=True, transform=transforms.ToTensor()), batch_size=64, shuffle=True)
test = DataLoader(datasets.MNIST("data", train=False, transform=transforms.ToTensor()), batch_size=256)
net = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))
optimizer = torch.optim.Adam(net.parameters())
for x, y in train:
    optimizer.zero_grad()
    nn.functional.cross_entropy(net(x), y).backward()
    optimizer.step()
net.eval()
right = 0
for x, y in test:
    right += (net(x).argmax(1) == y).sum().item()  # error
print(right)`,
    },
    {
      title: "Scored without gradients",
      good: `import torch
import torch.nn as nn
from torch.utils.data import DataLoader
from torchvision import datasets, transforms
train = DataLoader(datasets.MNIST("data", train=True, transform=transforms.ToTensor()), batch_size=64, shuffle=True)
test = DataLoader(datasets.MNIST("data", train=False, transform=transforms.ToTensor()), batch_size=256)
net = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))
optimizer = torch.optim.Adam(net.parameters())
for x, y in train:
    optimizer.zero_grad()
    nn.functional.cross_entropy(net(x), y).backward()
    optimizer.step()

@torch.inference_mode()
def accuracy():
    net.eval()
    return sum((net(x).argmax(1) == y).sum().item() for x, y in test)

print(accuracy())`,
    },
  ],
  check: (q) => {
    const out = new Map<string, RuleFinding>();
    const calls = forwards(q);
    for (const f of calls) {
      if (f.act.noGrad || f.trained || !f.scored) continue;
      const training = calls.find((g) => g.index < f.index && g.trained && g.act.object === f.act.object);
      const key = `${f.act.at.source}:${f.act.at.start}`;
      if (!training || out.has(key)) continue;
      out.set(key, {
        at: f.act.at,
        message: `\`${f.act.name}\` is scored while gradients are recorded: no \`no_grad()\` around this call`,
        confidence: q.confidence(0),
        steps: [
          { message: "trained here", at: training.act.at },
          { message: "called for evaluation here", at: f.act.at },
        ],
        variable: null,
      });
    }
    return [...out.values()];
  },
});
