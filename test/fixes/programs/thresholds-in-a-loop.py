# A threshold that a loop tries on the test rows, and another loop beside it.
# finds HLD201 HLD201
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import confusion_matrix, f1_score, roc_auc_score
from sklearn.model_selection import train_test_split

df = pd.read_csv("patients.csv")
X_train, X_test, y_train, y_test = train_test_split(df[["age", "dose"]], df["sick"], random_state=0)
model = LogisticRegression()
model.fit(X_train, y_train)
chances = model.predict_proba(X_test)[:, 1]
print("area", roc_auc_score(y_test, chances))
limits = np.arange(0.1, 0.9, 0.05)
gains = []
for limit in limits:
    guess = (chances >= limit).astype(int)
    tn, fp, fn, tp = confusion_matrix(y_test, guess).ravel()
    gains.append(5 * tp - fp)
scores = []
for limit in limits:
    scores.append(f1_score(y_test, chances >= limit))
print("f1 of the rest", np.mean(scores))
best = limits[np.argmax(gains)]
print("score", f1_score(y_test, chances >= best))
