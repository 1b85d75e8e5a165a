# Readings are scaled without the column that the parts are told by, which is put back before.
# finds HLD101
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("patients.csv")
df["visit"] = range(len(df))
columns = ["age", "dose", "pressure", "weight"]
values = df[columns]
scaler = StandardScaler()
scaled = scaler.fit_transform(values)
scaled = pd.DataFrame(scaled, columns=columns)
scaled["visit"] = df["visit"]
scaled["sick"] = df["sick"]

train = scaled[scaled["visit"] < 120]
test = scaled[scaled["visit"] >= 120]
model = LogisticRegression().fit(train[columns], train["sick"])
print("score", model.score(test[columns], test["sick"]))
