# A search is stored beside the scaler that prepares its rows, and is loaded to predict rows that this has scaled.
# finds HLD102
import joblib
import pandas as pd
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

df = pd.read_csv("wines.csv")
X, y = df.drop(columns=["good", "grade", "price"]), df["grade"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
scaler = StandardScaler()
X_train = scaler.fit_transform(X_train)
X_test = scaler.transform(X_test)

search = GridSearchCV(SVC(), {"C": [0.1, 1, 10]}, cv=4)
search.fit(X_train, y_train)
print("best", search.best_params_)
print("score", search.score(X_test, y_test))
joblib.dump(search, "svm.joblib")
joblib.dump(scaler, "scaler.joblib")

served = joblib.load("svm.joblib")
new = df.drop(columns=["good", "grade", "price"]).loc[y_test.index].sample(40, random_state=1)
print("score", (served.predict(joblib.load("scaler.joblib").transform(new)) == df.loc[new.index, "grade"]).mean())
