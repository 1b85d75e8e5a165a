# LightGBM's own tables.
# finds HLD202
import lightgbm as lgb
import pandas as pd
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import train_test_split

wines = pd.read_csv("wines.csv")
X_train, X_test, y_train, y_test = train_test_split(wines[["acid", "sugar", "alcohol"]], wines["price"], random_state=0)
train_set = lgb.Dataset(X_train, label=y_train)
test_set = lgb.Dataset(X_test, label=y_test, reference=train_set)
model = lgb.train(
    {"objective": "regression", "verbose": -1},
    train_set,
    num_boost_round=200,
    valid_sets=[test_set],
    callbacks=[lgb.early_stopping(10, verbose=False)],
)
print("score", mean_squared_error(y_test, model.predict(X_test)))
