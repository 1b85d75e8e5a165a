# A function drops unusual rows by one column after the other, before the split.
# finds HLD101 HLD101
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split


def usual(table, column, times=1.5):
    low = table[column].quantile(0.25)
    high = table[column].quantile(0.75)
    reach = times * (high - low)
    return table[(table[column] >= low - reach) & (table[column] <= high + reach)]


df = pd.read_csv("patients.csv")
df = usual(df, "dose")
df = usual(df, "pressure", times=2)
print("rows left:", len(df))
X = df[["age", "dose", "pressure"]]
y = df["sick"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=3)
print("score", LogisticRegression(max_iter=2000).fit(X_train, y_train).score(X_test, y_test))
