# Scaled before the split; only a search sees the training part, and a second model is trained on it.
# finds HLD102
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("wines.csv")
X, y = df.drop(columns=["good", "grade", "price"]), df["grade"]
X = StandardScaler().fit_transform(X)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
plain = LogisticRegression().fit(X_train, y_train)
print(plain.predict(X_test)[:5])
search = GridSearchCV(LogisticRegression(), {"C": [0.1, 1, 10]}, cv=4)
search.fit(X_train, y_train)
print("score", search.best_score_)
