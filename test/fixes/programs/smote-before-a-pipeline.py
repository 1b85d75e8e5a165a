# Oversampled before searches: over a pipeline that is there already, and over models in a table.
# finds HLD105
# leaves HLD203
# before 0.75 1
# after 0.3 0.7
import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.metrics import balanced_accuracy_score
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier

df = pd.read_csv("payments.csv")
X, y = df.drop(columns="fraud"), df["fraud"]
X_train, X_test, y_train, y_test = train_test_split(X, y, stratify=y, random_state=0)
smote = SMOTE(random_state=0)
X_more, y_more = smote.fit_resample(X_train, y_train)
pipe = Pipeline([("scaler", StandardScaler()), ("near", KNeighborsClassifier())])
search = GridSearchCV(pipe, {"near__n_neighbors": [1, 3]}, cv=5, scoring="balanced_accuracy")
search.fit(X_more, y_more)
print(search.best_params_["near__n_neighbors"])
print("score", balanced_accuracy_score(y_test, search.predict(X_test)))
grids = {"near": {"n_neighbors": [1, 3]}, "tree": {"max_depth": [3, None]}}
models = {"near": KNeighborsClassifier(), "tree": DecisionTreeClassifier(random_state=0)}
kept = {}
for name, model in models.items():
    found = GridSearchCV(model, grids[name], cv=5, scoring="balanced_accuracy")
    found.fit(X_more, y_more)
    kept[name] = found.best_estimator_
    print(name, found.best_params_)
for name, model in kept.items():
    print("score", balanced_accuracy_score(y_test, model.predict(X_test)))
print("score", search.best_score_)
