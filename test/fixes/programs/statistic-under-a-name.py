# The statistic has a name of its own.
# finds HLD101
import pandas as pd
from sklearn.tree import DecisionTreeClassifier
from sklearn.model_selection import train_test_split

df = pd.read_csv("records.csv").dropna(subset=["dose", "weight"])
middle = df["age"].median()
df["age"] = df["age"].fillna(middle)
X = df[["age", "dose", "weight"]]
y = df["sick"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
model = DecisionTreeClassifier(max_depth=3, random_state=0)
model.fit(X_train, y_train)
print("score", model.score(X_test, y_test))
