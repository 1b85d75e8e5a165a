# Predictions of the training rows, shown with their labels beside their score.
# finds HLD205
import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.metrics import r2_score

df = pd.read_csv("wines.csv")
X, y = df.drop(columns=["good", "grade", "price"]), df["price"]
model = LinearRegression()
model.fit(X, y)
guess = model.predict(X)
print(guess[:5])
print(y[:5])
print("score", r2_score(y, guess))
