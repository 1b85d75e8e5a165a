# Columns made even by functions of scikit-learn, by all rows, before the split and before cross-validation.
# finds HLD101 HLD102
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score, train_test_split
from sklearn.preprocessing import power_transform, quantile_transform

df = pd.read_csv("patients.csv")
X = df[["age", "dose", "pressure", "weight"]]
y = df["sick"]
X_even = quantile_transform(X, n_quantiles=50, output_distribution="normal")
print("score", cross_val_score(LogisticRegression(), X_even, y, cv=5).mean())
X_new = power_transform(X, method="yeo-johnson")
X_train, X_test, y_train, y_test = train_test_split(X_new, y, test_size=0.25, random_state=7)
model = LogisticRegression().fit(X_train, y_train)
print("score", model.score(X_test, y_test))
