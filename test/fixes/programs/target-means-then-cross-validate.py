# The mean rent of each street, of all flats, before cross-validation: rents are chance, the honest R2 is 0 or less.
# finds HLD104
# before 0.2 0.7
# after -0.6 0.1
import numpy as np
import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import KFold, cross_val_score

flats = pd.read_csv("flats.csv")
flats["level"] = flats.groupby("street")["rent"].transform("mean")
X = flats[["level", "rooms", "floor"]]
y = flats["rent"]
folds = KFold(n_splits=5, shuffle=True, random_state=0)
print("score", cross_val_score(LinearRegression(), X, y, cv=folds, scoring="r2").mean())
