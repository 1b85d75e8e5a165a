# The part that stops a booster is named in options above, its labels are made for that alone.
# finds HLD202
import pandas as pd
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
from xgboost import XGBClassifier

df = pd.read_csv("patients.csv")
X_train, X_test, y_train, y_test = train_test_split(df[["age", "dose"]], df["sick"], random_state=0)
held = y_test.to_numpy()
options = {"eval_set": [(X_test, held)], "verbose": False}
model = XGBClassifier(n_estimators=60, early_stopping_rounds=10, random_state=0)
model.fit(X_train, y_train, **options)
print("score", f1_score(y_test, model.predict(X_test)))
