# The table is split as one, features and target together.
# finds HLD101
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import PowerTransformer

wines = pd.read_csv("wines.csv")
features = ["acid", "sugar", "salt", "alcohol"]
wines[features] = PowerTransformer().fit_transform(wines[features])
train, test = train_test_split(wines, test_size=0.3, random_state=0)
model = RandomForestRegressor(n_estimators=40, random_state=0).fit(train[features], train["price"])
print("score", model.score(test[features], test["price"]))
