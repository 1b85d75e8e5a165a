# The best parameters make another model, which is trained on what was scaled; the types of the inputs change on the way.
# finds HLD102
import numpy as np
import pandas as pd
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

df = pd.read_csv("wines.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns=["good", "grade", "price"]), df["grade"], random_state=0)
scaler = StandardScaler()
X_train = scaler.fit_transform(X_train.astype(np.float32))
X_test = scaler.transform(X_test.astype(np.float32))
search = GridSearchCV(SVC(), {"C": [0.1, 1, 10], "gamma": ["scale", 0.1]}, cv=4).fit(X_train, y_train)
print(search.best_params_)
final = SVC(**search.best_params_, random_state=0).fit(X_train, y_train)
print("score", final.score(X_test, y_test))
