# Rows without a dose are dropped and the others numbered anew, behind a mean that was taken of all rows.
# finds HLD101 HLD101
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

patients = pd.read_csv("patients.csv")
patients["pressure"] = patients["pressure"].fillna(patients["pressure"].mean())
patients["weight"] = patients["weight"].fillna(patients["weight"].median())

# nobody knows what these were given
patients.dropna(inplace=True)
patients = patients[patients["dose"] > 1]
# the numbers have gaps now
patients.reset_index(drop=True, inplace=True)

X = patients[["age", "dose", "pressure", "weight"]]
y = patients["sick"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
print("rows", len(X_train), len(X_test))
model = LogisticRegression(max_iter=1000).fit(X_train, y_train)
print("score", model.score(X_test, y_test))
