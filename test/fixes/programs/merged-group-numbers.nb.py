# Several numbers of each street, under names of their own, and the mean of each floor under the name of its column.
# finds HLD101 HLD101
# before 0.2 1
# after -9 0.15
# %%
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split
# %%
flats = pd.read_csv("flats.csv")
numbers = flats.groupby("street")["rent"].agg(["mean", "min", "count"]).reset_index()
numbers.columns = ["street", "street_rent", "least", "known"]
numbers
# %%
flats = pd.merge(flats, numbers, on="street", how="left")
# %%
floors = flats.groupby("floor")["rent"].mean().reset_index()
flats = flats.merge(floors, on="floor")
# %%
X = flats[["rooms", "street_rent", "least", "known", "rent_y"]]
y = flats["rent_x"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.5, random_state=0)
print("score", Ridge().fit(X_train, y_train).score(X_test, y_test))
