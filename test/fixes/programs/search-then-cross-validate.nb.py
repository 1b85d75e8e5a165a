# The best settings of two searches are cross-validated on the rows that were searched.
# finds HLD201 HLD201
# %%
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import GridSearchCV, RandomizedSearchCV, cross_validate
from sklearn.neighbors import KNeighborsClassifier
# %%
df = pd.read_csv("patients.csv")
X, y = df[["age", "dose"]], df["sick"]
forest = RandomForestClassifier(n_estimators=20, random_state=17)
# %%
forest_search = GridSearchCV(forest, {"max_depth": [2, 4, None]}, cv=3).fit(X, y)
forest_search.best_params_
# %%
forest_final = forest.set_params(**forest_search.best_params_, random_state=17).fit(X, y)
results = cross_validate(forest_final, X, y, cv=4, scoring=["accuracy", "f1"])
print("score", results["test_accuracy"].mean())
# %%
near_search = RandomizedSearchCV(KNeighborsClassifier(), {"n_neighbors": list(range(2, 40))}, n_iter=5, cv=3, random_state=0)
near_search.fit(X, y)
near_final = KNeighborsClassifier(**near_search.best_params_).fit(X, y)
results = cross_validate(near_final, X, y, cv=4, scoring=["accuracy", "f1"])
print("score", results["test_accuracy"].mean())
