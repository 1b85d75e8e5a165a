# One function reads and scales, another goes through the folds: the scale is learned from the training rows of each round.
# finds HLD102
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import StratifiedKFold
from sklearn.preprocessing import StandardScaler


def read(path):
    df = pd.read_csv(path)
    X = df.drop(columns="tumour")
    y = df["tumour"].values
    scaler = StandardScaler()
    X = scaler.fit_transform(X)
    return X, y


def rounds(model, X, y):
    folds = StratifiedKFold(n_splits=4, shuffle=True, random_state=0)
    scores = []
    for fit, held in folds.split(X, y):
        X_fit, X_held = X[fit], X[held]
        y_fit, y_held = y[fit], y[held]
        model.fit(X_fit, y_fit)
        scores.append(accuracy_score(y_held, model.predict(X_held)))
    return np.mean(scores)


if __name__ == "__main__":
    X, y = read("genes.csv")
    print(X.shape)
    print("score", rounds(LogisticRegression(), X, y))
