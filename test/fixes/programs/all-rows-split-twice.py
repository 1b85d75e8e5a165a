# What the first split left is cut in two, they say, and yet all rows are.
# finds HLD106
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("patients.csv")
X = df[["age", "dose", "weight"]]
y = df["sick"]
X_train, X_rest, y_train, y_rest = train_test_split(X, y, test_size=0.4, random_state=1)
X_valid, X_test, y_valid, y_test = train_test_split(X, y, test_size=0.5, random_state=1, stratify=y)
del X_rest, y_rest
model = LogisticRegression(max_iter=1000).fit(X_train, y_train)
print("score", model.score(X_valid, y_valid))
print("score", model.score(X_test, y_test))
