# XGBoost's own tables and a list to watch.
# finds HLD202
# %%
import pandas as pd
import xgboost as xgb
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split
wines = pd.read_csv("wines.csv")
X_train, X_valid, y_train, y_valid = train_test_split(wines[["acid", "sugar", "alcohol"]], wines["price"], test_size=0.25, random_state=0)
# %%
dtrain = xgb.DMatrix(X_train, label=y_train)
dvalid = xgb.DMatrix(X_valid, label=y_valid)
# %%
watchlist = [(dtrain, "train"), (dvalid, "valid")]
model = xgb.train({"eta": 0.1}, dtrain, 300, watchlist, early_stopping_rounds=15, verbose_eval=False)
# %%
print("score", mean_absolute_error(y_valid, model.predict(dvalid)))
