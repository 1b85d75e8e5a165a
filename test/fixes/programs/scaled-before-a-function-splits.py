# Columns are scaled by all rows, and a function cuts them without a seed.
# finds HLD101
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler


def cut(X, y):
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, stratify=y)
    return X_train, y_train, X_test, y_test


df = pd.read_csv("patients.csv")
X = df[["age", "dose", "pressure"]]
y = df["sick"]
X = StandardScaler().fit_transform(X)
X_train, y_train, X_test, y_test = cut(X, y)
print("score", KNeighborsClassifier().fit(X_train, y_train).score(X_test, y_test))
