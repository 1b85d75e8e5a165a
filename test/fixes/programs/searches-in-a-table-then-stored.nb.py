# Searches are kept in a table under the names of their models, stored in a loop, and loaded in another cell.
# finds HLD102
# %%
import joblib
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler
# %%
df = pd.read_csv("wines.csv")
X, y = df.drop(columns=["good", "grade", "price"]), df["grade"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
# %%
scaler = StandardScaler()
X_train_scaled = scaler.fit_transform(X_train)
X_test_scaled = scaler.transform(X_test)
joblib.dump(scaler, "scaler.joblib")
# %%
grids = {"line": {"C": [0.1, 1]}, "neighbours": {"n_neighbors": [3, 9]}}
trained = {}
for kind, model in [("line", LogisticRegression(max_iter=500)), ("neighbours", KNeighborsClassifier())]:
    search = GridSearchCV(model, grids[kind], cv=4)
    search.fit(X_train_scaled, y_train)
    trained[kind] = search
    print(kind, search.best_params_, search.best_score_)
# %%
for kind, model in trained.items():
    joblib.dump(model, f"{kind}.joblib")
# %%
model = joblib.load("line.joblib")
print("score", accuracy_score(y_test, model.predict(X_test_scaled)))
