# One scale by all rows, and a loop that splits them anew in each round.
# finds HLD101
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("patients.csv")
X = df[["age", "dose", "weight"]]
y = df["sick"]

scaler = StandardScaler()
X = scaler.fit_transform(X)

scores = []
for _ in range(5):
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3)
    model = LogisticRegression().fit(X_train, y_train)
    scores.append(model.score(X_test, y_test))
print("score", np.mean(scores))
