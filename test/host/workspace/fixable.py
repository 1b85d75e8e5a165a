import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import precision_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

people = pd.read_csv("people.csv")
X, y = people.drop(columns="label"), people["label"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
scaler = StandardScaler()
A = scaler.fit_transform(X_train)
B = scaler.fit_transform(X_test)  # the same scale
model = LogisticRegression().fit(A, y_train)
print(precision_score(model.predict(B), y_test))
