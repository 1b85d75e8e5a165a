# Columns of noise, selected with the target of all rows, then tested on a part and in folds of all rows.
# finds HLD103
# before 0.75 1
# after 0.25 0.75
import numpy as np
import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score, train_test_split

df = pd.read_csv("genes.csv")
X, y = df.drop(columns="tumour"), df["tumour"]
best = SelectKBest(f_classif, k=30)
X_best = best.fit_transform(X, y)
X_train, X_test, y_train, y_test = train_test_split(X_best, y, test_size=0.4, random_state=0)
model = LogisticRegression(max_iter=1000).fit(X_train, y_train)
print("score", model.score(X_test, y_test))
print("score", np.mean(cross_val_score(model, X_best, y, cv=10)))
