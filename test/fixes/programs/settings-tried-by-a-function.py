# A function that trains and scores with the setting which a loop hands it.
# finds HLD201
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("patients.csv")
X_train, X_test, y_train, y_test = train_test_split(df[["age", "dose"]], df["sick"], random_state=0)


# What one strength gives
def tries(strength):
    model = LogisticRegression(C=strength)
    model.fit(X_train, y_train)
    print(strength, model.score(X_test, y_test))


for c in [0.01, 0.1, 1, 10]:
    tries(c)

model = LogisticRegression(C=0.1)
model.fit(X_train, y_train)
print("score", model.score(X_test, y_test))
