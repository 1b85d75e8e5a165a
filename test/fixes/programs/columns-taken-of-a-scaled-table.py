# Some columns taken of a table that was scaled whole before cross-validation, and others dropped of it before a search.
# finds HLD102
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score
from sklearn.preprocessing import StandardScaler

patients = pd.read_csv("patients.csv").drop(columns=["sex", "clinic"])
y = patients["sick"]
scaler = StandardScaler()
scaled = pd.DataFrame(scaler.fit_transform(patients), columns=patients.columns)
few = ["age", "dose"]
print("few", cross_val_score(LogisticRegression(), scaled[few], y, cv=5).mean())
X = scaled.drop("sick", axis=1)
print("score", cross_val_score(LogisticRegression(), X, y, cv=5).mean())
