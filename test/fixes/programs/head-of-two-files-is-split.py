# Rows to be predicted stand behind those of the training file, and gaps are filled by the median of both.
# finds HLD101
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

full = pd.concat([pd.read_csv("records.csv"), pd.read_csv("patients.csv").head(50)])
count = 400
full["dose"] = full["dose"].fillna(full["dose"].median())
print("greatest dose", full["dose"].max())
features = full[["dose", "pressure"]]
X, y = features[:count], full["sick"][:count]
later = features[count:]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
model = LogisticRegression(max_iter=1000).fit(X_train, y_train)
print("score", model.score(X_test, y_test))
print("predicted", model.predict(later).mean())
