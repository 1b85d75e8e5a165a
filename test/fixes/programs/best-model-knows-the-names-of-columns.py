# The best forest of a search is asked with scaled tables, and tells which of their columns weigh most.
# finds HLD102
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("wines.csv")
X, y = df.drop(columns=["good", "grade", "price"]), df["grade"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
imputer = SimpleImputer(strategy="median")
X_train = pd.DataFrame(imputer.fit_transform(X_train), columns=X_train.columns)
X_test = pd.DataFrame(imputer.transform(X_test), columns=X_test.columns)
scaler = StandardScaler()
X_train_scaled = pd.DataFrame(scaler.fit_transform(X_train), columns=X_train.columns)
X_test_scaled = pd.DataFrame(scaler.transform(X_test), columns=X_test.columns)


def show(model, rows, labels):
    weights = pd.Series(model.feature_importances_, index=model.feature_names_in_)
    print(weights.sort_values().index[-1])
    print("score", model.score(rows[list(model.feature_names_in_)], labels))


search = GridSearchCV(RandomForestClassifier(n_estimators=20, random_state=0), {"max_depth": [2, 5]}, cv=3)
search.fit(X_train_scaled, y_train)
show(search.best_estimator_, X_test_scaled, y_test)
