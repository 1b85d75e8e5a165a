# Rows are scaled by hand before a permutation says which of them are trained on.
# finds HLD101 HLD101
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression

df = pd.read_csv("patients.csv")
x = df[["age", "dose", "pressure", "weight"]].to_numpy()
y = df["sick"].to_numpy()
mean = x.mean(axis=0)
deviation = x.std(axis=0)
x = (x - mean) / deviation

np.random.seed(3)
order = np.random.permutation(len(x))
n_train = int(0.7 * len(x))
x_train, x_test = x[order[:n_train]], x[order[n_train:]]
y_train, y_test = y[order[:n_train]], y[order[n_train:]]
model = LogisticRegression().fit(x_train, y_train)
print("score", model.score(x_test, y_test))
