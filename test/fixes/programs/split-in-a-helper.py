# The split stands in a function of its own, below a selection by all rows.
# finds HLD103
# before 0.7 1
# after 0.2 0.75
import pandas as pd
from sklearn.feature_selection import SelectKBest
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split


def evaluate(model, X, y):
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=7)
    model.fit(X_train, y_train)
    return model.score(X_test, y_test)


df = pd.read_csv("genes.csv")
X = df.drop(columns="tumour")
y = df["tumour"]
best = SelectKBest(k=20)
X = best.fit_transform(X, y)
print("score", evaluate(LogisticRegression(max_iter=1000), X, y))
