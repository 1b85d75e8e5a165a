# NumPy arrays, standardised by hand.
# finds HLD101
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

table = pd.read_csv("wines.csv").to_numpy()
X = table[:, :8]
y = table[:, 8]
X = (X - X.mean(axis=0)) / X.std(axis=0)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
print("score", LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
