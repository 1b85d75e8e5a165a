# The same scaling twice in one cell, and comments on the split that is drawn first.
# finds HLD101 HLD101
# %%
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
# %%
df = pd.read_csv("patients.csv")
X = np.asarray(df[["age", "dose", "pressure"]])
y = np.asarray(df["sick"])
# %%
X = StandardScaler().fit(X).transform(X)
X = StandardScaler().fit(X).transform(X)
X[0:5]
# %%
# stratify keeps the share of the sick
X_train, X_test, y_train, y_test = train_test_split(
    X, y,
    test_size=0.25,  # one row in four
    stratify=y,
    random_state=4,
)
# %%
print("score", LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
