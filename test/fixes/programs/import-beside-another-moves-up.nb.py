# The split is imported below what learns, in a line with another name.
# finds HLD101
# %%
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler
# %%
df = pd.read_csv("patients.csv")
X, y = df[["age", "dose"]], df["sick"]
# %%
X = StandardScaler().fit_transform(X)
print(X[:3])
# %%
from sklearn.model_selection import ShuffleSplit, train_test_split
# %%
print(ShuffleSplit(3).get_n_splits())
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
# %%
print("score", LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
