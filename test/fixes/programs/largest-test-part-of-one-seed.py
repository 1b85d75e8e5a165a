# Two splits with one seed, and a median of all rows before both.
# finds HLD101
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("records.csv")
df["dose"] = df["dose"].fillna(df["dose"].median())
print("greatest dose", df["dose"].max())
X, y = df[["dose", "pressure"]], df["sick"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=3)
small = LogisticRegression(max_iter=1000).fit(X_train, y_train)
print("score", small.score(X_test, y_test))
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.4, random_state=3)
large = LogisticRegression(max_iter=1000).fit(X_train, y_train)
print("other", large.score(X_test, y_test))
