# A threshold that a loop tries on the mean of what two models predict for the test rows.
# finds HLD201
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, recall_score, roc_auc_score
from sklearn.model_selection import train_test_split

df = pd.read_csv("patients.csv")
X, y = df[["age", "dose"]], df["sick"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0, stratify=y)
forest = RandomForestClassifier(random_state=0).fit(X_train, y_train)
line = LogisticRegression().fit(X_train, y_train)
chances = (forest.predict_proba(X_test)[:, 1] + line.predict_proba(X_test)[:, 1]) / 2

best, top = 0.5, 0
for limit in np.arange(0.1, 0.9, 0.05):
    score = f1_score(y_test, chances >= limit)
    if score > top:
        top, best = score, limit
print("limit", best)

# What the limit is worth.
guess = (chances >= best).astype(int)
print("score", f1_score(y_test, guess))
print("score", recall_score(y_test, guess))
print("score", roc_auc_score(y_test, chances))
