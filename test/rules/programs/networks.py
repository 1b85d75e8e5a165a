# See names.py.

#### Standardised before a random split of a PyTorch data set
import numpy as np
import torch
from sklearn.metrics import f1_score
from torch import nn
from torch.utils.data import DataLoader, TensorDataset, random_split
X, y = np.load("waves.npy"), np.load("kinds.npy")
X = (X - X.mean(0)) / X.std(0)  # HLD101
train, test = random_split(TensorDataset(torch.tensor(X), torch.tensor(y)), [800, 200])
net = nn.Sequential(nn.Linear(12, 16), nn.ReLU(), nn.Linear(16, 3))
steps = torch.optim.Adam(net.parameters())
for inputs, labels in DataLoader(train, batch_size=32, shuffle=True):
    steps.zero_grad()
    loss = nn.functional.cross_entropy(net(inputs), labels)
    loss.backward()
    steps.step()
net.eval()
guesses, truths = [], []
with torch.no_grad():
    for inputs, labels in DataLoader(test, batch_size=32):
        guesses.extend(net(inputs).argmax(1).tolist())
        truths.extend(labels.tolist())
print(f1_score(truths, guesses, average="macro"))

#### A module of one's own, trained by hand
import numpy as np
import torch
from torch import nn
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
X, y = np.load("waves.npy"), np.load("kinds.npy")
X = StandardScaler().fit_transform(X)  # HLD101
A, B, a, b = train_test_split(X, y, random_state=0)
A, B, a, b = torch.tensor(A), torch.tensor(B), torch.tensor(a), torch.tensor(b)
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(12, 3)
    def forward(self, x):
        return self.layer(x)
net = Net()
optimiser = torch.optim.Adam(net.parameters())
criterion = nn.CrossEntropyLoss()
for epoch in range(20):
    optimiser.zero_grad()
    loss = criterion(net(A), a)
    loss.backward()
    optimiser.step()
net.eval()
with torch.no_grad():
    right = (net(B).argmax(1) == b).float().mean()
print(right)

#### Right answers counted batch by batch
import numpy as np
import torch
from torch import nn
from sklearn.metrics import f1_score
from torch.utils.data import DataLoader, TensorDataset, random_split
X, y = np.load("waves.npy"), np.load("kinds.npy")
X = (X - X.mean(0)) / X.std(0)  # HLD101
train, test = random_split(TensorDataset(torch.tensor(X), torch.tensor(y)), [800, 200])
net = nn.Sequential(nn.Linear(12, 16), nn.ReLU(), nn.Linear(16, 3))
optimiser = torch.optim.Adam(net.parameters())
criterion = nn.CrossEntropyLoss()
for inputs, labels in DataLoader(train, batch_size=32, shuffle=True):
    optimiser.zero_grad()
    loss = criterion(net(inputs), labels)
    loss.backward()
    optimiser.step()
net.eval()
correct = total = 0
with torch.no_grad():
    for inputs, labels in DataLoader(test, batch_size=32):
        _, guess = torch.max(net(inputs), 1)
        correct += (guess == labels).sum().item()
        total += len(labels)
print(correct / total)
