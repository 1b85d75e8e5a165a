# Rare wines are made up in the training rows, and trees are added until the test score falls.
# finds HLD202
import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from xgboost import XGBClassifier

df = pd.read_csv("wines.csv")
X, y = df.drop(columns=["good", "grade", "price"]), df["good"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0, stratify=y)
X_more, y_more = SMOTE(random_state=0).fit_resample(X_train, y_train)
model = XGBClassifier(n_estimators=200, early_stopping_rounds=10, learning_rate=0.2)
model.fit(X_more, y_more, eval_set=[(X_test, y_test)], verbose=False)
print("score", roc_auc_score(y_test, model.predict_proba(X_test)[:, 1]))
