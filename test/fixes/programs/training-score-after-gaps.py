# Nothing is held out, and gaps are filled from all rows: a test part makes that count.
# finds HLD205
import pandas as pd
from sklearn.metrics import accuracy_score
from sklearn.tree import DecisionTreeClassifier

df = pd.read_csv("records.csv")
df["age"] = df["age"].fillna(df["age"].median())
df["dose"] = df["dose"].fillna(df["dose"].mean())
df["weight"] = df["weight"].fillna(df["weight"].median())
X = df[["age", "dose", "weight"]]
y = df["sick"]
model = DecisionTreeClassifier(random_state=0)
model.fit(X, y)
print("score", accuracy_score(y, model.predict(X)))
