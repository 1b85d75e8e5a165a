# The scaled values become a frame again.
# finds HLD101
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import RobustScaler

df = pd.read_csv("patients.csv")
X = df[["age", "dose", "pressure", "weight"]]
y = df["sick"]
scaler = RobustScaler()
X = pd.DataFrame(scaler.fit_transform(X), columns=X.columns)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=3)
X_train["young"] = X_train["age"] < 0
X_test["young"] = X_test["age"] < 0
model = LogisticRegression().fit(X_train, y_train)
print("score", model.score(X_test, y_test))
