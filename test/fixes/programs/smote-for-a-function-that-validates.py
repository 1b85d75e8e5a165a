# Oversampled training rows are handed to a function that cross-validates what it is given.
# finds HLD105
import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_validate, train_test_split
from sklearn.tree import DecisionTreeClassifier

df = pd.read_csv("records.csv").dropna()
X, y = df[["age", "dose", "pressure"]], df["sick"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=1, stratify=y)
smote = SMOTE(random_state=0)
X_more, y_more = smote.fit_resample(X_train, y_train)


def in_folds(model, rows, labels, cv=4):
    scores = cross_validate(estimator=model, X=rows, y=labels, cv=cv, scoring="f1")
    return scores["test_score"].mean()


for depth in [2, 4]:
    print("score", in_folds(DecisionTreeClassifier(max_depth=depth, random_state=0), X_more, y_more))
print("score", in_folds(LogisticRegression(max_iter=1000), X_more, y_more, cv=5))
print("score", LogisticRegression(max_iter=1000).fit(X_more, y_more).score(X_test, y_test))
