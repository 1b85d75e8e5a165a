# Gaps are filled with the median of each clinic and sex, over all rows, and what is left by clinic.
# finds HLD101 HLD101
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("records.csv")
df["age"] = df.groupby(["clinic", "sex"])["age"].transform(lambda x: x.fillna(x.median()))
df["age"] = df.groupby("clinic")["age"].transform(lambda x: x.fillna(x.median()))
df = df.fillna({"dose": 0, "weight": 0})
X = df[["age", "dose", "weight"]]
y = df["sick"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
print("score", LogisticRegression(max_iter=1000).fit(X_train, y_train).score(X_test, y_test))
