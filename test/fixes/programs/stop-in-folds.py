# Early stopping by each fold's own held-out rows.
# finds HLD202
import numpy as np
import pandas as pd
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold
from xgboost import XGBClassifier

df = pd.read_csv("wines.csv")
X, y = df.drop(columns=["good", "grade", "price"]), df["good"]
scores = []
for train, test in StratifiedKFold(n_splits=4, shuffle=True, random_state=0).split(X, y):
    X_train, X_test = X.iloc[train], X.iloc[test]
    y_train, y_test = y.iloc[train], y.iloc[test]
    model = XGBClassifier(n_estimators=100, early_stopping_rounds=10)
    model.fit(X_train, y_train, eval_set=[(X_test, y_test)], verbose=False)
    scores.append(roc_auc_score(y_test, model.predict_proba(X_test)[:, 1]))
print("score", np.mean(scores))
