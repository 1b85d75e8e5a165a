# Some columns are scaled and laid in front of the others, of both parts; a search runs on the training part.
# finds HLD102
import pandas as pd
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler

patients = pd.read_csv("patients.csv")
X = patients.drop(columns=["sick", "sex", "clinic"])
X_train, X_test, y_train, y_test = train_test_split(X, patients["sick"], random_state=0)
numbers = ["pressure", "weight"]
scaler = StandardScaler()
scaled_train = pd.DataFrame(scaler.fit_transform(X_train[numbers]), columns=numbers, index=X_train.index)
scaled_test = pd.DataFrame(scaler.transform(X_test[numbers]), columns=numbers, index=X_test.index)
X_train = pd.concat([scaled_train, X_train.drop(columns=numbers)], axis=1)
X_test = pd.concat([scaled_test, X_test.drop(columns=numbers)], axis=1)
search = GridSearchCV(KNeighborsClassifier(), {"n_neighbors": [5, 15]}, cv=5)
search.fit(X_train, y_train)
print("score", search.best_score_)
print("test", search.score(X_test, y_test))
