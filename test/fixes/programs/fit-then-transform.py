# Fitted in one statement, applied in another.
# finds HLD101
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("patients.csv")
X = df[["age", "dose"]]
y = df["sick"]
scaler = StandardScaler()
scaler.fit(X)
X_scaled = scaler.transform(X)
X_train, X_test, y_train, y_test = train_test_split(X_scaled, y, random_state=0)
print("score", LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
print("mean of the first column", scaler.mean_[0])
