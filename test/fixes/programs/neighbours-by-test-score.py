# The number of neighbours is chosen by the test score.
# finds HLD201
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier

df = pd.read_csv("wines.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns=["good", "grade", "price"]), df["grade"], random_state=0)
best, best_k = 0, None
for k in range(1, 20, 2):
    model = KNeighborsClassifier(n_neighbors=k).fit(X_train, y_train)
    score = model.score(X_test, y_test)
    if score > best:
        best, best_k = score, k
final = KNeighborsClassifier(n_neighbors=best_k).fit(X_train, y_train)
print("score", final.score(X_test, y_test))
