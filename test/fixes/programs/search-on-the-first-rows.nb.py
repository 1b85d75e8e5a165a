# A table made of what the scaler gives, the first rows of it for the search, and the same name for a second search.
# finds HLD102
# %%
import pandas as pd
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.preprocessing import MinMaxScaler
from sklearn.svm import SVC

df = pd.read_csv("wines.csv")
X, y = df.drop(columns=["good", "grade", "price"]), df["grade"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
# %%
cols = X_train.columns
scaler = MinMaxScaler()
X_train_scaled = scaler.fit_transform(X_train)
X_test_scaled = scaler.transform(X_test)

X_train_scaled = pd.DataFrame(X_train_scaled, columns=cols)
X_test_scaled = pd.DataFrame(X_test_scaled, columns=cols)
# %%
param_grid = {"C": [0.1, 1, 10]}
param_grid
# %%
search = GridSearchCV(SVC(), param_grid, cv=3)
search.fit(X_train_scaled[:300], y_train[:300])
print(search.best_score_)
# %%
search = GridSearchCV(SVC(kernel="linear"), {"C": [0.1, 1]}, cv=3)
search.fit(X_train_scaled, y_train)
search.best_estimator_
# %%
print("score", search.best_estimator_.score(X_test_scaled, y_test))
