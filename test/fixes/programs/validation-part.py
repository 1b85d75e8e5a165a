# Training, validation and test part.
# finds HLD101
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

wines = pd.read_csv("wines.csv")
X = wines.drop(columns=["good", "grade", "price"])
y = wines["good"]
X = StandardScaler().fit_transform(X)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
X_train, X_valid, y_train, y_valid = train_test_split(X_train, y_train, test_size=0.25, random_state=0)
model = LogisticRegression().fit(X_train, y_train)
print("score", model.score(X_valid, y_valid))
print("score", model.score(X_test, y_test))
