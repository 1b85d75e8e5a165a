# Gaps filled by hand before a loop over folds: in a loop over columns, and of a column that a description shows.
# finds HLD102 HLD102
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import StratifiedKFold

df = pd.read_csv("records.csv")
for column in ["age", "weight"]:
    df[column] = df[column].fillna(df[column].median())

df["dose"] = df["dose"].fillna(df["dose"].mean())
print(df.describe().shape)
words = df.select_dtypes(include=["object"]).columns
for word in words:
    df[word] = df[word].astype("category").cat.codes
X = df.drop(columns="sick")
y = df["sick"]
scores = []
for train, valid in StratifiedKFold(n_splits=4).split(X, y):
    X_train, X_valid = X.iloc[train], X.iloc[valid]
    y_train, y_valid = y.iloc[train], y.iloc[valid]
    model = LogisticRegression(max_iter=1000).fit(X_train, y_train)
    scores.append(accuracy_score(y_valid, model.predict(X_valid)))
print("score", np.mean(scores))
