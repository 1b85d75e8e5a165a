# All columns filled with their means at once.
# finds HLD101
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("records.csv")
X = df[["age", "dose", "pressure", "weight"]]
y = df["sick"]
X = X.fillna(X.mean())
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
model = LogisticRegression(max_iter=2000)
model.fit(X_train, y_train)
print("score", model.score(X_test, y_test))
