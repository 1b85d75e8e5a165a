# One column is standardised by hand before the folds; the final model keeps it so.
# finds HLD102
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold

df = pd.read_csv("patients.csv")
df["dose"] = (df["dose"] - df["dose"].mean()) / df["dose"].std()
X, y = df[["age", "dose"]], df["sick"]
folds = KFold(n_splits=5)
scores = []
for train, valid in folds.split(X, y):
    X_train, X_valid = X.iloc[train], X.iloc[valid]
    model = LogisticRegression().fit(X_train, y.iloc[train])
    scores.append(model.score(X_valid, y.iloc[valid]))
print("score", np.mean(scores))
print(LogisticRegression().fit(X, y).coef_)
