# Rows that are unusual for their clinic are dropped, and the rest numbered anew, before the split.
# finds HLD101 HLD101
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split


def usual(table):
    out = pd.DataFrame()
    for clinic, group in table.groupby("clinic"):
        mean = np.mean(group.pressure)
        spread = np.std(group.pressure)
        kept = group[(group.pressure > mean - 2 * spread) & (group.pressure < mean + 2 * spread)]
        out = pd.concat([out, kept], ignore_index=True)
    return out


patients = pd.read_csv("patients.csv")
rows = usual(patients)
print(rows.shape)
dummies = pd.get_dummies(rows.clinic)
rows = pd.concat([rows, dummies], axis="columns")
X = rows.drop(["clinic", "sex", "sick"], axis="columns")
y = rows.sick
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=10)
print("score", LogisticRegression(max_iter=2000).fit(X_train, y_train).score(X_test, y_test))
