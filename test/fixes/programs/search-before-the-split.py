# The search comes first, the split later.
# finds HLD201
import pandas as pd
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.tree import DecisionTreeClassifier

df = pd.read_csv("wines.csv")
X = df.drop(columns=["good", "grade", "price"])
y = df["good"]
search = GridSearchCV(DecisionTreeClassifier(random_state=0), {"max_depth": [2, 4, 6]}, cv=4)
search.fit(X, y)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=0)
model = DecisionTreeClassifier(random_state=0, **search.best_params_).fit(X_train, y_train)
print("score", model.score(X_test, y_test))
