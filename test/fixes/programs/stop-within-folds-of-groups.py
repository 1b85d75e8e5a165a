# Early stopping by the fold that is scored, where folds keep the rows of a group together.
# finds HLD202
import lightgbm as lgb
import numpy as np
import pandas as pd
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

df = pd.read_csv("patients.csv")
X, y = df[["age", "dose"]], df["sick"].values
wards = np.arange(len(df)) // 10
scores = []
for fold, (train_idx, val_idx) in enumerate(GroupKFold(n_splits=4).split(X, y, groups=wards)):
    X_train, X_val = X.iloc[train_idx], X.iloc[val_idx]
    y_train, y_val = y[train_idx], y[val_idx]
    model = lgb.LGBMClassifier(n_estimators=60, verbose=-1, random_state=0)
    model.fit(X_train, y_train, eval_set=[(X_val, y_val)], callbacks=[lgb.early_stopping(5, verbose=False)])
    scores.append(roc_auc_score(y_val, model.predict_proba(X_val)[:, 1]))
print("score", np.mean(scores))
