# The target is one of the columns.
# finds HLD107
# before 0.95 1
# after 0.2 0.8
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier

calls = pd.read_csv("calls.csv")
X = calls[["hour", "sold"]]
y = calls["sold"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
model = DecisionTreeClassifier(random_state=0).fit(X_train, y_train)
print("score", model.score(X_test, y_test))
