# A function gives back the best model that it found, and another predicts the rows that were searched with it.
# finds HLD201
import pandas as pd
from sklearn.metrics import f1_score
from sklearn.model_selection import GridSearchCV, StratifiedKFold, cross_val_predict
from sklearn.neighbors import KNeighborsClassifier


def tuned(data, labels):
    search = GridSearchCV(KNeighborsClassifier(), {"n_neighbors": [1, 3, 9, 27]}, cv=4)
    search.fit(data, labels)
    print("best:", search.best_params_)
    return search.best_estimator_


def predicted(model, data, labels):
    folds = StratifiedKFold(n_splits=4, shuffle=True, random_state=5)
    return cross_val_predict(model, data, labels, cv=folds)


df = pd.read_csv("patients.csv")
X, y = df[["age", "dose"]], df["sick"]
best = tuned(X, y)
guess = predicted(best, X, y)
print("score", f1_score(y, guess))
