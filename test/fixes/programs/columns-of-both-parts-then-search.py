# Columns of both parts scaled in place by one scaler before searches over models in a table, and of nobody else read.
# finds HLD102
# leaves HLD203
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("wines.csv")
X, y = df.drop(columns=["good", "grade", "price"]), df["grade"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
numeric = list(X.columns[:3])
scaler = StandardScaler()
X_train[numeric] = scaler.fit_transform(X_train[numeric])
X_test[numeric] = scaler.transform(X_test[numeric])
candidates = {
    "near": {"model": KNeighborsClassifier(), "grid": {"n_neighbors": [3, 5]}},
    "line": {"model": LogisticRegression(max_iter=500), "grid": {"C": [0.1, 1]}},
}
for name, candidate in candidates.items():
    search = GridSearchCV(candidate["model"], candidate["grid"], cv=4)
    search.fit(X_train, y_train)
    print(name, search.best_params_)
    print("score", search.score(X_test, y_test))
