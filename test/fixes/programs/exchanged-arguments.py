# Predictions where the labels belong.
# finds HLD304
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import precision_score
from sklearn.model_selection import train_test_split

df = pd.read_csv("patients.csv")
X_train, X_test, y_train, y_test = train_test_split(df[["age", "dose"]], df["sick"], random_state=0)
guess = LogisticRegression().fit(X_train, y_train).predict(X_test)
print("score", precision_score(guess, y_test))
