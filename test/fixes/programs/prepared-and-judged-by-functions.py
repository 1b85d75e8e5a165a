# One function prepares and splits, another tunes, a third compares models: the scaler goes to each of the models.
# finds HLD102
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, cross_val_score, train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler


def prepared(path):
    df = pd.read_csv(path)
    X, y = df.drop(columns="tumour"), df["tumour"]
    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
    scaler = StandardScaler()
    X_train = scaler.fit_transform(X_train)
    X_test = scaler.transform(X_test)
    return X_train, X_test, y_train, y_test


def compared(X, y):
    for name, model in {"near": KNeighborsClassifier(), "linear": LogisticRegression()}.items():
        print(name, "score", cross_val_score(model, X, y, cv=4).mean())


def tuned(X, y):
    search = GridSearchCV(KNeighborsClassifier(), {"n_neighbors": [3, 9]}, cv=4)
    search.fit(X, y)
    return search.best_estimator_


if __name__ == "__main__":
    X_train, X_test, y_train, y_test = prepared("genes.csv")
    compared(X_train, y_train)
    best = tuned(X_train, y_train)
    print("score", best.score(X_test, y_test))
