# The scaled data serve another model too, so both stay.
# finds HLD102
# leaves HLD203
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import RandomizedSearchCV, train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("wines.csv")
X, y = df.drop(columns=["good", "grade", "price"]), df["good"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
scaler = StandardScaler()
X_train = scaler.fit_transform(X_train)
X_test = scaler.transform(X_test)
grid = {"n_neighbors": [3, 5, 9, 15], "weights": ["uniform", "distance"]}
search = RandomizedSearchCV(KNeighborsClassifier(), grid, n_iter=4, cv=4, random_state=0)
search.fit(X_train, y_train)
print("neighbours", search.best_params_["n_neighbors"])
print("score", search.best_estimator_.score(X_test, y_test))
line = LogisticRegression().fit(X_train, y_train)
print("score", line.score(X_test, y_test))
