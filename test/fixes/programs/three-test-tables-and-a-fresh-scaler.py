# A scaler is made anew, and fitted to three tables one after the other, whose rows are predicted.
# finds HLD111 HLD111 HLD111
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("patients.csv")
columns = ["age", "dose", "pressure"]
north, east, west = [df[columns].iloc[k:k + 50] for k in (200, 250, 300)]
train = df.iloc[:200]
scaler = StandardScaler()
A = scaler.fit_transform(train[columns])
model = LogisticRegression().fit(A, train["sick"])

scaler = StandardScaler()
north = scaler.fit_transform(north)
east = scaler.fit_transform(east)
west = scaler.fit_transform(west)

print(model.predict(north).mean(), model.predict(east).mean())
print("score", model.predict(west).mean())
