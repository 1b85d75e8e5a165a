# A cap is learned, then rows are dropped, and the labels become an array.
# finds HLD101
import numpy as np
import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("wines.csv")
cap = df["alcohol"].quantile(0.95)
df["alcohol"] = df["alcohol"].clip(upper=cap)
df = df[df["price"] > 15]
y = np.log(df["price"].values)
X = df[["acid", "sugar", "alcohol"]]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
print("score", LinearRegression().fit(X_train, y_train).score(X_test, y_test))
