# Outliers are capped at quantiles of all rows.
# finds HLD101 HLD101
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("patients.csv")
low = df["dose"].quantile(0.02)
high = df["dose"].quantile(0.98)
df["dose"] = df["dose"].clip(low, high)
print(df["dose"].describe())
X = df[["age", "dose", "weight"]]
y = df["sick"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
print("score", LogisticRegression(max_iter=1000).fit(X_train, y_train).score(X_test, y_test))
