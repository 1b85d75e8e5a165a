# A function fills gaps from all rows that it is handed, before the split.
# finds HLD101 HLD101
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split


def clean(table):
    table["age"] = table["age"].fillna(table["age"].median())
    table["dose"] = table["dose"].fillna(table["dose"].mean())
    return table.fillna({"weight": 0})


df = pd.read_csv("records.csv")
df = clean(df)
X = df[["age", "dose", "weight"]]
y = df["sick"]
X_train, X_test, y_train, y_test = train_test_split(X, y)
print("score", LogisticRegression(max_iter=1000).fit(X_train, y_train).score(X_test, y_test))
