# Which model is searched is known at run time only, and what it finds goes on with the data that were prepared.
# finds HLD102
# leaves HLD203
# %%
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

df = pd.read_csv("wines.csv")
X, y = df.drop(columns=["good", "grade", "price"]), df["good"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
# %%
# one scale for all columns
scaler = StandardScaler()
X_train_scaled = scaler.fit_transform(X_train)
X_test_scaled = scaler.transform(X_test)
# %%
def report(model):
    model.fit(X_train_scaled, y_train)
    print("score", model.score(X_test_scaled, y_test))


report(LogisticRegression())
# %%
if len(X_train) > 1000:
    model = KNeighborsClassifier()
    grid = {"n_neighbors": [3, 9]}
else:
    model = SVC()
    grid = {"C": [0.01, 1.0], "kernel": ["rbf"]}
# %%
search = GridSearchCV(model, grid, cv=4)
search.fit(X_train_scaled, y_train)
print(search.best_params_, search.best_score_)
# %%
best = search.best_estimator_
print("score", best.score(X_test_scaled, y_test))
print(best.get_params())
report(best)
