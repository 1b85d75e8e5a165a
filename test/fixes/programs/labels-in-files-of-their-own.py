# Inputs and labels lie in files of their own; the depth is chosen by the rows that are held out.
# finds HLD201
import pandas as pd
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier

wines = pd.read_csv("wines.csv").drop(columns=["grade", "price"])
for name, part in zip(["train", "test"], train_test_split(wines, random_state=0)):
    part.drop(columns="good").to_csv(f"X_{name}.csv", index=False)
    part[["good"]].to_csv(f"y_{name}.csv", index=False)

X_train = pd.read_csv("X_train.csv")
y_train = pd.read_csv("y_train.csv")
X_test = pd.read_csv("X_test.csv")
y_test = pd.read_csv("y_test.csv")

best, depth = 0, None
for d in [1, 2, 3, 5, 8]:
    tree = DecisionTreeClassifier(max_depth=d, random_state=0)
    tree.fit(X_train, y_train)
    score = accuracy_score(y_test, tree.predict(X_test))
    if score > best:
        best, depth = score, d
tree = DecisionTreeClassifier(max_depth=depth, random_state=0).fit(X_train, y_train)
print("score", accuracy_score(y_test, tree.predict(X_test)))
