"""Tomorrow's sales from the last days. Days are dealt at random to training and test, so the model is asked about days whose neighbours it knows."""

import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split

sales = pd.read_csv("data/demand.csv", parse_dates=["date"]).sort_values("date")

sales["yesterday"] = sales["sales"].shift(1)
sales["last_week"] = sales["sales"].shift(7)
sales["week_mean"] = sales["sales"].shift(1).rolling(7).mean()
sales["weekday"] = sales["date"].dt.day_of_week
sales = sales.dropna()

# The mean and spread of two years, the test days included.
sales["temperature"] = (sales["temperature"] - sales["temperature"].mean()) / sales["temperature"].std()

features = ["yesterday", "last_week", "week_mean", "weekday", "temperature"]
X_train, X_test, y_train, y_test = train_test_split(sales[features], sales["sales"], test_size=0.2, random_state=0)

model = GradientBoostingRegressor(random_state=0)
model.fit(X_train, y_train)
print("mean absolute error", round(mean_absolute_error(y_test, model.predict(X_test)), 2))
