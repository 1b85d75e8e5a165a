# The search is fitted to the test part, which scores what it found.
# finds HLD201
import pandas as pd
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.neighbors import KNeighborsClassifier

df = pd.read_csv("patients.csv")
X, y = df[["age", "dose", "pressure", "weight"]], df["sick"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=4)
search = GridSearchCV(KNeighborsClassifier(), {"n_neighbors": [3, 9, 21]}, cv=5)
search.fit(X_test, y_test)
print("best", search.best_params_["n_neighbors"])
model = KNeighborsClassifier(**search.best_params_).fit(X_train, y_train)
print("score", model.score(X_test, y_test))
