# The loop stands in a function that gets the parts.
# finds HLD201
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split


def strength(X_train, X_test, y_train, y_test):
    best, chosen = 0, None
    for C in (0.01, 0.1, 1, 10):
        model = LogisticRegression(C=C).fit(X_train, y_train)
        score = f1_score(y_test, model.predict(X_test))
        if score > best:
            best, chosen = score, C
    return chosen


df = pd.read_csv("patients.csv")
X_train, X_test, y_train, y_test = train_test_split(df[["age", "dose"]], df["sick"], random_state=0)
C = strength(X_train, X_test, y_train, y_test)
model = LogisticRegression(C=C).fit(X_train, y_train)
print("score", f1_score(y_test, model.predict(X_test)))
