# A class of its own trains on scaled rows and forgets the scaler: what it predicts is scaled by another fit.
# finds HLD111
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler


class Scaled:
    def __init__(self):
        self.model = LogisticRegression()

    def fit(self, X, y):
        scaler = StandardScaler()
        X = scaler.fit_transform(X)
        self.model.fit(X, y)
        return self

    def predict(self, X):
        scaler = StandardScaler()
        X = scaler.fit_transform(X)
        return self.model.predict(X)


df = pd.read_csv("patients.csv")
X_train, X_test, y_train, y_test = train_test_split(df[["age", "dose", "pressure"]], df["sick"], random_state=0)
scaled = Scaled().fit(X_train, y_train)
print("score", accuracy_score(y_test, scaled.predict(X_test)))
