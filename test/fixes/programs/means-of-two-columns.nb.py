# Two columns become the mean rent of their groups, one after the other; a street may have no training row.
# finds HLD104 HLD104
# before 0.2 1
# after -9 0.15
# %%
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split
# %%
flats = pd.read_csv("flats.csv")
# %%
means = flats.groupby("street")["rent"].mean()
flats["street_rent"] = flats["street"].map(means)

means = flats.groupby(["floor"])["rent"].mean().to_dict()
flats["floor_rent"] = flats["floor"].map(means)
# %%
X = flats[["rooms", "street_rent", "floor_rent"]]
y = flats["rent"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.5, random_state=0)
# %%
model = Ridge().fit(X_train, y_train)
print("score", model.score(X_test, y_test))
