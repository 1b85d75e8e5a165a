# Writes beside itself, over itself, and to absolute paths: one elsewhere, one in the folder that was copied.
import os

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("data/points.csv")
scaler = StandardScaler()
X = scaler.fit_transform(df[["a", "b"]])
X_train, X_test, y_train, y_test = train_test_split(X, df["y"], random_state=3)
model = LogisticRegression().fit(X_train, y_train)
print("score", model.score(X_test, y_test))
os.remove("data/points.csv")
with open(__file__, "w") as file:
    file.write("gone")
np.save("model.npy", model.coef_)
pd.Series(model.coef_[0]).to_csv("ELSEWHERE/coefficients.csv")
try:
    with open("ORIGINAL/writes.py", "w") as file:
        file.write("gone")
except PermissionError as error:
    print("refused", error)
