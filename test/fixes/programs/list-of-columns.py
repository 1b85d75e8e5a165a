# Columns from a list under a name.
# finds HLD101
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler

df = pd.read_csv("patients.csv")
numeric = ["age", "dose", "pressure", "weight"]
df["sex"] = (df["sex"] == "f").astype(int)
df[numeric] = MinMaxScaler().fit_transform(df[numeric])
X = df.drop(columns=["sick", "clinic"])
y = df["sick"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
print("score", LogisticRegression(max_iter=1000).fit(X_train, y_train).score(X_test, y_test))
