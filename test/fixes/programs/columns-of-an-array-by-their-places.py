# The later columns of an array are scaled where they stand.
# finds HLD102
import pandas as pd
from sklearn.model_selection import cross_val_score, train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

wines = pd.read_csv("wines.csv")
X = wines.iloc[:, :8].values
y = wines["good"].values
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=0)
scaler = StandardScaler()
X_train[:, 3:] = scaler.fit_transform(X_train[:, 3:])
X_test[:, 3:] = scaler.transform(X_test[:, 3:])
model = SVC()
model.fit(X_train, y_train)
print("test", model.score(X_test, y_test))
print("score", cross_val_score(model, X_train, y_train, cv=5).mean())
