# A threshold chosen on the test rows.
# finds HLD201
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split

df = pd.read_csv("patients.csv")
X_train, X_test, y_train, y_test = train_test_split(df[["age", "dose"]], df["sick"], random_state=0)
model = LogisticRegression().fit(X_train, y_train)
chances = model.predict_proba(X_test)[:, 1]
limit = max(np.arange(0.1, 0.9, 0.05), key=lambda t: f1_score(y_test, chances > t))
print("score", f1_score(y_test, chances > limit))
