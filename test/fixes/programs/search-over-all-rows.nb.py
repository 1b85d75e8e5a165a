# A search that saw the test rows, in cells.
# finds HLD201
# %%
import pandas as pd
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.svm import SVC
# %%
df = pd.read_csv("wines.csv")
X, y = df.drop(columns=["good", "grade", "price"]), df["grade"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
# %%
search = GridSearchCV(SVC(), {"C": [0.1, 1, 10], "gamma": [0.01, 0.1]}, cv=4)
search.fit(X, y)
# %%
model = SVC(**search.best_params_).fit(X_train, y_train)
print("score", model.score(X_test, y_test))
