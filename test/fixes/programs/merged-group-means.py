# A table of means is merged into the rows it was taken of; many a street has no training row.
# finds HLD104
# before 0.2 1
# after -9 0.15
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split

flats = pd.read_csv("flats.csv")
means = flats[["street", "rent"]].groupby("street", as_index=False).mean().rename(columns={"rent": "street_rent"})
flats = flats.merge(means, on="street")
X = flats[["rooms", "floor", "street_rent"]]
y = flats["rent"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.5, random_state=0)
print("rows", len(X_train) + len(X_test))
print("score", Ridge().fit(X_train, y_train).score(X_test, y_test))
