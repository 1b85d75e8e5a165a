# Early stopping on the test rows, where rows stand by shop and then by date: the latest of the training dates are cut off by their column.
# finds HLD202
import lightgbm as lgb
import numpy as np
import pandas as pd
from sklearn.metrics import mean_absolute_error

rng = np.random.default_rng(3)
days = pd.date_range("2021-01-01", periods=120)
sales = pd.MultiIndex.from_product([range(6), days], names=["shop", "date"]).to_frame(index=False)
sales["date"] = pd.to_datetime(sales["date"])
sales["weekday"] = sales["date"].dt.dayofweek
sales["sold"] = 20 + 3 * sales["shop"] + 2 * sales["weekday"] + rng.normal(size=len(sales))
sales = sales.sort_values(["shop", "date"])
sales["before"] = sales.groupby("shop")["sold"].shift(7)
sales = sales.dropna()


def by_date(rows, start):
    early = rows[rows["date"] < start].copy()
    late = rows[rows["date"] >= start].copy()
    return early, late


train, test = by_date(sales, pd.Timestamp("2021-04-10"))
features = ["shop", "weekday", "before"]
X_train, y_train = train[features], train["sold"].to_numpy()
X_test, y_test = test[features], test["sold"].to_numpy()
model = lgb.LGBMRegressor(n_estimators=200, verbose=-1, random_state=0)
model.fit(X_train, y_train, eval_set=[(X_test, y_test)], callbacks=[lgb.early_stopping(5, verbose=False)])
print("score", mean_absolute_error(y_test, model.predict(X_test)))
