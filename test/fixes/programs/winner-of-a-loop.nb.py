# Models are compared on the test rows, in cells, and the best of them is scored on these once more.
# finds HLD201 HLD203
# %%
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.tree import DecisionTreeClassifier

df = pd.read_csv("wines.csv")
X, y = df.drop(columns=["good", "grade", "price"]), df["good"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0, stratify=y)

# %%
models = {"logistic": LogisticRegression(max_iter=500), "tree": DecisionTreeClassifier(random_state=0), "neighbours": KNeighborsClassifier()}
results = {}
for name, model in models.items():
    model.fit(X_train, y_train)
    results[name] = accuracy_score(y_test, model.predict(X_test))
    print(f"{name}: {results[name]:.3f} in the test part")

# %%
best_name = max(results, key=results.get)
best_model = models[best_name]
guess = best_model.predict(X_test)
print("score", accuracy_score(y_test, guess))
