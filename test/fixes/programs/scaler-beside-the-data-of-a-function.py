# A function splits and scales, and gives back the scaler with the parts; a search runs on the training part.
# finds HLD102
import pandas as pd
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC


def load(path):
    """The parts of a file."""
    wines = pd.read_csv(path)
    X_train, X_test, y_train, y_test = train_test_split(wines.iloc[:, :8], wines["good"], random_state=0)
    scaler = StandardScaler()
    X_train = scaler.fit_transform(X_train)
    X_test = scaler.transform(X_test)
    return X_train, X_test, y_train, y_test, scaler


X_train, X_test, y_train, y_test, scaler = load("wines.csv")
search = GridSearchCV(SVC(), {"C": [0.1, 1]}, cv=5)
search.fit(X_train, y_train)
print("score", search.best_score_)
print("test", search.score(X_test, y_test))
