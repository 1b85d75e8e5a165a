# One clinic is kept for the test, and gaps are filled before.
# finds HLD101
import pandas as pd
from sklearn.linear_model import LogisticRegression

df = pd.read_csv("records.csv")
df["age"] = df["age"].fillna(df["age"].mean())
df = df.fillna({"dose": 0, "weight": 0})
train = df[df["clinic"] != "C"]
test = df[df["clinic"] == "C"]
columns = ["age", "dose", "weight"]
model = LogisticRegression(max_iter=1000).fit(train[columns], train["sick"])
print("score", model.score(test[columns], test["sick"]))
