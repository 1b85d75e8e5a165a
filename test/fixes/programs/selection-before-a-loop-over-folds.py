# Columns are chosen by all rows before the folds are cut by hand.
# finds HLD103
# before 0.7 1
# after 0.3 0.7
import numpy as np
import pandas as pd
from sklearn.feature_selection import SelectKBest
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

df = pd.read_csv("genes.csv")
data, y = df.drop(columns="tumour"), df["tumour"]
X = SelectKBest(k=20).fit_transform(data, y)  # the best of them
scores = []
for train, test in StratifiedKFold(n_splits=5, shuffle=True, random_state=0).split(X, y):
    model = LogisticRegression(max_iter=1000).fit(X[train], y.iloc[train])
    scores.append(model.score(X[test], y.iloc[test]))
print("score", np.mean(scores))
