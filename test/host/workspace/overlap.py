import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier

people = pd.read_csv("people.csv")
X, y = people.drop(columns="label"), people["label"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
model = DecisionTreeClassifier().fit(X, y)
print(model.score(X_test, y_test))
