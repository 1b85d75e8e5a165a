# Settings of three loops are tried on the test rows, and nobody writes down which were best.
# finds HLD201
# before 0.4 1.01
# after 0.3 1.01
import numpy as np
import pandas as pd
from sklearn.datasets import make_classification
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier

X, y = make_classification(n_samples=300, n_features=12, n_informative=3, flip_y=0.3, random_state=3)
table = pd.DataFrame(X)
X_train, X_test, y_train, y_test = train_test_split(table, y, test_size=0.3, random_state=0)
records = {}
best_accuracy, best_number, number = 0, 0, 0
for splitter in ["best", "random"]:
    for depth in [2, 4, 8]:
        for leaf in [1, 5]:
            model = DecisionTreeClassifier(splitter=splitter, max_depth=depth, min_samples_leaf=leaf, random_state=1)
            model.fit(X_train, y_train)
            accuracy = accuracy_score(y_test, model.predict(X_test))
            records[number] = [accuracy, splitter, depth, leaf]
            if accuracy > best_accuracy:
                best_accuracy = accuracy
                best_number = number
            number += 1
print(records[best_number])
print("score", best_accuracy)
