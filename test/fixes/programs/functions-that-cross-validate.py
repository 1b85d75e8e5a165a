# Functions that cross-validate the model and the rows they are given: one hands its model back, the other its score.
# finds HLD103
# before 0.7 1
# after 0.25 0.7
import pandas as pd
from sklearn.feature_selection import SelectKBest
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score, train_test_split
from sklearn.neighbors import KNeighborsClassifier

df = pd.read_csv("genes.csv")
X, y = df.drop(columns="tumour"), df["tumour"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
selector = SelectKBest(k=20)
X_train_best = selector.fit_transform(X_train, y_train)
X_test_best = selector.transform(X_test)


def trained(model, X_train, X_test):
    print(len(X_train), cross_val_score(model, X_train, y_train, cv=4).mean())
    model.fit(X_train, y_train)
    print("score", model.score(X_test, y_test))
    return model


def mean_score(model, X, y, folds=4):
    return cross_val_score(model, X, y, cv=folds).mean()


near = trained(KNeighborsClassifier(), X_train_best, X_test_best)
print(near.predict(X_test_best)[:3])
for C in [0.1, 1]:
    print("score", mean_score(LogisticRegression(C=C), X_train_best, y=y_train, folds=5))
