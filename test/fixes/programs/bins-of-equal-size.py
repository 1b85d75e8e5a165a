# Bins of equal size are cut by all rows.
# finds HLD101
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("patients.csv")
df["age_band"] = pd.qcut(df["age"], 4, labels=[1, 2, 3, 4])  # quarters
df["age_band"] = df["age_band"].astype(int)
df["noise"] = np.zeros(len(df))
X = df[["age_band", "dose"]]
y = df["sick"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
print("score", LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
