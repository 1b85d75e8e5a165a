# Boosters that stop by the test rows: a list of parts under a name that is used again, and tables made in the call.
# finds HLD202 HLD202 HLD202
# leaves HLD203
import lightgbm as lgb
import pandas as pd
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from xgboost import XGBClassifier

df = pd.read_csv("wines.csv")
X, y = df.drop(columns=["good", "grade", "price"]), df["good"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=2)

model = XGBClassifier(n_estimators=300, early_stopping_rounds=5)
eval_set = [(X_test, y_test)]
model.fit(X_train, y_train, eval_set=eval_set, verbose=False)
print(accuracy_score(y_test, model.predict(X_test)))

model = XGBClassifier(n_estimators=200, learning_rate=0.1, early_stopping_rounds=5)
eval_set = [(X_test, y_test)]
model.fit(X_train, y_train, eval_set=eval_set, verbose=False)
print(accuracy_score(y_test, model.predict(X_test)))

booster = lgb.train(
    {"objective": "binary", "verbose": -1},
    lgb.Dataset(X_train, y_train),
    num_boost_round=200,
    valid_sets=[lgb.Dataset(X_test, y_test)],
    callbacks=[lgb.early_stopping(5, verbose=False)],
)
print("score", accuracy_score(y_test, booster.predict(X_test) > 0.5))
