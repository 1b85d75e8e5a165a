# Scaled rows take the name of the raw ones before a loop over folds, and are counted outside of it.
# finds HLD102
import numpy as np
import pandas as pd
from sklearn.metrics import accuracy_score
from sklearn.model_selection import KFold
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

df = pd.read_csv("wines.csv")
X, y = df.drop(columns=["good", "grade", "price"]), df["grade"]
scaler = StandardScaler()
X_scaled = scaler.fit_transform(X)
X = X_scaled
guesses = np.zeros(len(X))
for train, valid in KFold(5, shuffle=True, random_state=0).split(X, y):
    guesses[valid] = SVC().fit(X[train], y.iloc[train]).predict(X[valid])
print("score", accuracy_score(y, guesses))
