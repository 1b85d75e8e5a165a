# Filled, scaled, and tuned on the test part.
# finds HLD101 HLD101 HLD201
import pandas as pd
from sklearn.impute import SimpleImputer
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("records.csv")
X = df[["age", "dose", "weight", "pressure"]]
y = df["sick"]
X = SimpleImputer().fit_transform(X)
X = StandardScaler().fit_transform(X)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
best, chosen = 0, 1
for k in (1, 5, 15, 31):
    score = KNeighborsClassifier(n_neighbors=k).fit(X_train, y_train).score(X_test, y_test)
    if score > best:
        best, chosen = score, k
final = KNeighborsClassifier(n_neighbors=chosen).fit(X_train, y_train)
print("score", final.score(X_test, y_test))
