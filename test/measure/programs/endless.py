# Comes to a score and then never to an end; a process that it started goes on as well.
import subprocess
import sys

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

rng = np.random.default_rng(11)
X = rng.normal(size=(100, 3))
y = rng.integers(0, 2, size=100)
scaler = StandardScaler()
X = scaler.fit_transform(X)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=3)
model = LogisticRegression().fit(X_train, y_train)
print("score", model.score(X_test, y_test), flush=True)
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(1000)"])
with open("PID_FILE", "a") as file:
    file.write(f"{child.pid}\n")
while True:
    pass
