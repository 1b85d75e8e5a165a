# The depth is chosen by the test score, and nothing else is scored on the test rows.
# finds HLD201
import numpy as np
import pandas as pd
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier

df = pd.read_csv("wines.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns=["good", "grade", "price"]), df["grade"], random_state=0)
depths = [1, 2, 4, 8]
test_scores = []
for depth in depths:
    tree = DecisionTreeClassifier(max_depth=depth, random_state=1)
    tree.fit(X_train, y_train)
    guess = tree.predict(X_test)
    test_scores.append(accuracy_score(y_test, guess))
best = depths[np.argmax(test_scores)]
print("best depth", best)
print("score", max(test_scores))
