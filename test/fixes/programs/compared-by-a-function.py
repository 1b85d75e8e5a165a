# A function trains and scores each model on the test rows; the best is searched further, and scored by the same function.
# finds HLD203
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.tree import DecisionTreeClassifier

df = pd.read_csv("wines.csv")
X, y = df.drop(columns=["good", "grade", "price"]), df["good"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)


def evaluate(model, X_train, X_test, y_train, y_test):
    model.fit(X_train, y_train)
    return f1_score(y_test, model.predict(X_test))


linear = LogisticRegression(max_iter=500)
linear_score = evaluate(linear, X_train, X_test, y_train, y_test)
tree = DecisionTreeClassifier(random_state=0)
tree_score = evaluate(tree, X_train, X_test, y_train, y_test)

scores = pd.Series({"linear": linear_score, "tree": tree_score})
best_name = scores.idxmax()
if best_name == "linear":
    search = GridSearchCV(LogisticRegression(max_iter=500), {"C": [0.1, 1, 10]}, cv=4)
else:
    search = GridSearchCV(DecisionTreeClassifier(random_state=0), {"max_depth": [2, 4, 8]}, cv=4)
search.fit(X_train, y_train)
print("score", evaluate(search.best_estimator_, X_train, X_test, y_train, y_test))
