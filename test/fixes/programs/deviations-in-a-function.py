# A function drops what lies far from the mean of all rows, column after column.
# finds HLD101
import numpy as np
import pandas as pd
from scipy.stats import zscore
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split


def without_outliers(table, columns, limit=2.5):
    for column in columns:
        # How many deviations from the mean
        far = np.abs(zscore(table[column]))
        table = table[far < limit]
    return table


df = pd.read_csv("patients.csv")
kept = without_outliers(df, ["age", "dose"])
clinics = pd.get_dummies(kept["clinic"])
kept = pd.concat([kept, clinics], axis=1)
X = kept[["age", "dose", "weight", "A", "B"]]
y = kept["sick"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=2)
print("score", LogisticRegression(max_iter=1000).fit(X_train, y_train).score(X_test, y_test))
