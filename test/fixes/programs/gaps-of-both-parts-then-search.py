# Gaps of both parts filled by hand with the median of the training rows, before a search that nobody else shares the columns with.
# finds HLD102
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, train_test_split

records = pd.read_csv("records.csv")
X = records[["age", "dose", "pressure"]]
y = records["sick"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
X_train = X_train.fillna(X_train.median())
X_test = X_test.fillna(X_train.median())
search = GridSearchCV(LogisticRegression(max_iter=500), {"C": [0.1, 1]}, cv=4)
search.fit(X_train, y_train)
print(search.best_params_)
print("score", search.score(X_test, y_test))
