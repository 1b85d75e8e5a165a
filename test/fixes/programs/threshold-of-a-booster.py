# A booster that is stopped by the test rows, and a threshold that a loop tries on them too.
# finds HLD201 HLD202
import numpy as np
import pandas as pd
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
from xgboost import XGBClassifier

df = pd.read_csv("patients.csv")
X_train, X_test, y_train, y_test = train_test_split(df[["age", "dose"]], df["sick"], random_state=0)
model = XGBClassifier(n_estimators=60, early_stopping_rounds=10, random_state=0)
model.fit(X_train, y_train, eval_set=[(X_test, y_test)], verbose=False)
chances = model.predict_proba(X_test)[:, 1]
top = 0
# Which limit is best?
for limit in np.arange(0.1, 0.9, 0.05):
    score = f1_score(y_test, chances >= limit)
    if score > top:
        top, best = score, limit
print("limit", best)
print("score", f1_score(y_test, chances >= best))
