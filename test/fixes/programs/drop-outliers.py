# Rows beyond a quantile are dropped before the split.
# finds HLD101
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("patients.csv")
limit = df["dose"].quantile(0.97)
df = df[df["dose"] < limit]
X = df[["age", "dose", "weight"]]
y = df["sick"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
print("score", LogisticRegression(max_iter=1000).fit(X_train, y_train).score(X_test, y_test))
