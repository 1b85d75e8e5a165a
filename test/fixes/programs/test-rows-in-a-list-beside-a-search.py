# What a search is asked with is scaled in a list of parts, which nobody follows: its best model predicts them.
# finds HLD102
import pandas as pd
from sklearn.model_selection import RandomizedSearchCV, train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import MinMaxScaler

df = pd.read_csv("wines.csv")
X, y = df.drop(columns=["good", "grade", "price"]), df["grade"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
scaler = MinMaxScaler()
X_train_scaled = scaler.fit_transform(X_train)
halves = [scaler.transform(X_test[:20]), scaler.transform(X_test[20:])]

search = RandomizedSearchCV(KNeighborsClassifier(), {"n_neighbors": range(1, 20, 2)}, n_iter=4, cv=4, random_state=0)
search.fit(X_train_scaled, y_train)
right = (search.predict(halves[0]) == y_test[:20]).sum() + (search.predict(halves[1]) == y_test[20:]).sum()
print("score", right / len(y_test))
