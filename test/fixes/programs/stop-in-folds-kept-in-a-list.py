# Early stopping in folds of groups that are kept in a list, by rows that are scaled and weighed in the round: its rows are cut at its head.
# finds HLD202
import lightgbm as lgb
import numpy as np
import pandas as pd
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("patients.csv")
X, y = df[["age", "dose"]], df["sick"].values
wards = np.arange(len(df)) // 10
folds = list(GroupKFold(n_splits=4).split(X, y, wards))
seen = np.zeros(len(df))
for bag in range(2):
    for tr, va in folds:
        scaler = StandardScaler()
        X_tr = scaler.fit_transform(X.iloc[tr])
        X_va, y_va = X.iloc[va], y[va]
        X_va = scaler.transform(X_va)
        weights = np.where(y[tr] == 1, 2.0, 1.0)
        dtrain = lgb.Dataset(X_tr, label=y[tr], weight=weights)
        dvalid = lgb.Dataset(X_va, label=y_va, reference=dtrain)
        params = {"objective": "binary", "metric": "auc", "verbose": -1, "seed": bag}
        model = lgb.train(params, dtrain, num_boost_round=60, valid_sets=[dvalid], callbacks=[lgb.early_stopping(5, verbose=False)])
        seen[va] += model.predict(X_va)
print("score", roc_auc_score(y, seen))
