# Each part is scaled by a transformer of its own.
# finds HLD111
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("patients.csv")
X, y = df[["age", "dose"]].copy(), df["sick"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=42)
X_train, X_val, y_train, y_val = train_test_split(X_train, y_train, test_size=0.25, random_state=42)
X_train["dose"] = StandardScaler().fit_transform(X_train["dose"].values.reshape(-1, 1))
X_test["dose"] = StandardScaler().fit_transform(X_test["dose"].values.reshape(-1, 1))
X_val["dose"] = StandardScaler().fit_transform(X_val["dose"].values.reshape(-1, 1))
print("score", LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
