# A threshold that is chosen on the test rows, of a model whose training rows were scaled and resampled.
# finds HLD201
import numpy as np
import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("patients.csv")
X_train, X_test, y_train, y_test = train_test_split(df[["age", "dose"]], df["sick"], random_state=0)
scaler = StandardScaler()
X_train_scaled = scaler.fit_transform(X_train)
X_test_scaled = scaler.transform(X_test)
X_more, y_more = SMOTE(random_state=0).fit_resample(X_train_scaled, y_train)
model = LogisticRegression()
model.fit(X_more, y_more)
chances = model.predict_proba(X_test_scaled)[:, 1]
limits = np.arange(0.1, 0.9, 0.05)
gains = [f1_score(y_test, chances >= limit) for limit in limits]
best = limits[int(np.argmax(gains))]
print("score", f1_score(y_test, chances >= best))
