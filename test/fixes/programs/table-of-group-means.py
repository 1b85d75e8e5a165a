# A table of means looked up again.
# finds HLD104
# before 0.2 1
# after -9 0.15
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split

flats = pd.read_csv("flats.csv")
means = flats.groupby("street")["rent"].mean()
flats["street_rent"] = flats["street"].map(means)
flats["street_rent"] = flats["street_rent"].fillna(900)
train, test = train_test_split(flats, test_size=0.5, random_state=0)
columns = ["rooms", "floor", "street_rent"]
model = Ridge().fit(train[columns], train["rent"])
print("score", model.score(test[columns], test["rent"]))
