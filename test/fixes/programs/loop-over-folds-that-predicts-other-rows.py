# Selected and scaled in front of a loop over folds, whose models predict rows without labels as well: with other columns they could not.
# finds HLD102 HLD103
import numpy as np
import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import StratifiedKFold
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("wines.csv")
train, other = df.iloc[:120], df.iloc[120:]
names = [c for c in df.columns if c not in ("good", "grade", "price")]
y = train["grade"].values
selector = SelectKBest(f_classif, k=3)
X = selector.fit_transform(train[names], y)
X_other = selector.transform(other[names])
scaler = StandardScaler()
X = scaler.fit_transform(X)
X_other = scaler.transform(X_other)
held = np.empty(len(y), dtype=y.dtype)
votes = []
for fit, valid in StratifiedKFold(4, shuffle=True, random_state=0).split(X, y):
    model = LogisticRegression(max_iter=500).fit(X[fit], y[fit])
    held[valid] = model.predict(X[valid])
    votes.append(model.predict(X_other))
print("guessed", len(votes), len(votes[0]))
print("score", accuracy_score(y, held))
