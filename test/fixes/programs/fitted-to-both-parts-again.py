# The parts of a split are put together again to fit a scaler.
# finds HLD101
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("patients.csv")
X, y = df[["age", "dose", "pressure"]], df["sick"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0, stratify=y)
scaler = StandardScaler()
scaler.fit(pd.concat([X_train, X_test]))
model = LogisticRegression().fit(scaler.transform(X_train), y_train)
print("score", model.score(scaler.transform(X_test), y_test))
