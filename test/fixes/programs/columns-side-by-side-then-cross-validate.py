# Numbers that are scaled, words that are encoded and numbers as they are, laid side by side before cross-validation.
# finds HLD102
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score
from sklearn.preprocessing import OneHotEncoder, StandardScaler

patients = pd.read_csv("patients.csv")
numbers = ["age", "dose", "pressure"]
words = ["sex", "clinic"]
scaler = StandardScaler()
encoder = OneHotEncoder(handle_unknown="ignore")
scaled = scaler.fit_transform(patients[numbers])
encoded = encoder.fit_transform(patients[words]).toarray()
X = np.hstack([scaled, encoded, patients[["weight"]].values])
y = patients["sick"]
print("score", cross_val_score(LogisticRegression(max_iter=1000), X, y, cv=5).mean())
