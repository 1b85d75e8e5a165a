# A mean of three days that ends with the day itself: with the two days before, it tells the day's number to the last rider.
# finds HLD107
# before 0.9 1
# after -0.4 0.1
import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.metrics import r2_score

ferry = pd.read_csv("ferry.csv", parse_dates=["day"]).sort_values("day")
ferry["one_back"] = ferry["riders"].shift(1)
ferry["two_back"] = ferry["riders"].shift(2)
ferry["three_days"] = (
    ferry["riders"]
    .rolling(3)  # the last days together
    .mean()
)
ferry = ferry.dropna()
inputs = ["one_back", "two_back", "three_days"]
train, test = ferry[ferry["day"] < "2022-01-01"], ferry[ferry["day"] >= "2022-01-01"]
model = LinearRegression().fit(train[inputs], train["riders"])
print("score", r2_score(test["riders"], model.predict(test[inputs])))
