# Early stopping in folds whose training rows get changed copies: the rows to stop by are cut off before these are made.
# finds HLD202
import lightgbm as lgb
import numpy as np
import pandas as pd
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold


def augment(x, y):
    noise = np.random.default_rng(0).normal(size=x.shape)
    return np.vstack([x, x + 0.1 * noise]), np.concatenate([y, y])


df = pd.read_csv("patients.csv")
features = ["age", "dose"]
scores = []
for tr_idx, val_idx in StratifiedKFold(n_splits=4, shuffle=True, random_state=1).split(df, df["sick"]):
    X_val, y_val = df.iloc[val_idx][features], df.iloc[val_idx]["sick"]
    seen = 0
    for bag in range(2):
        X_more, y_more = augment(df.iloc[tr_idx][features].values, df.iloc[tr_idx]["sick"].values)
        X_more = pd.DataFrame(X_more, columns=features)
        model = lgb.LGBMClassifier(n_estimators=60, verbose=-1, random_state=bag)
        model.fit(X_more, y_more, eval_set=[(X_val, y_val)], callbacks=[lgb.early_stopping(5, verbose=False)])
        seen = seen + model.predict_proba(X_val)[:, 1]
    scores.append(roc_auc_score(y_val, seen))
print("score", np.mean(scores))
