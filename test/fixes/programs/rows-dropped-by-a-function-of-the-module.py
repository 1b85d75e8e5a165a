# A function drops unusual rows of a table of the module, column after column.
# finds HLD101 HLD101
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("patients.csv")


def keep(column):
    global df
    low = df[column].quantile(0.05)
    high = df[column].quantile(0.95)
    df = df.loc[(df[column] > low) & (df[column] < high)]


for name in ["dose", "pressure"]:
    keep(name)
X, y = df[["dose", "pressure"]], df["sick"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0, stratify=y)
model = LogisticRegression(max_iter=1000).fit(X_train, y_train)
print("score", model.score(X_test, y_test))
