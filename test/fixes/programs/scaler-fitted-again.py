# The scaler is fitted again on the test rows.
# finds HLD111
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("patients.csv")
X_train, X_test, y_train, y_test = train_test_split(df[["age", "dose"]], df["sick"], random_state=0)
scaler = StandardScaler()
X_train = scaler.fit_transform(X_train)
X_test = scaler.fit_transform(X_test)
print("score", LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
