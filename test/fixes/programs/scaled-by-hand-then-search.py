# Training rows scaled by hand before a search, which is asked about test rows that were scaled alike.
# finds HLD102 HLD102
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, train_test_split

df = pd.read_csv("records.csv").dropna()
X = df[["age", "dose", "weight"]]
y = df["sick"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=3)
mean = X_train.mean()
std = X_train.std()
X_train = (X_train - mean) / std
X_test = (X_test - mean) / std
search = GridSearchCV(LogisticRegression(), {"C": [0.1, 1]}, cv=3)
search.fit(X_train, y_train)
print("score", search.score(X_test, y_test))
