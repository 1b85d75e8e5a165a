# A function scales all rows at once.
# finds HLD101
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import scale

df = pd.read_csv("wines.csv")
X = df[["acid", "sugar", "salt", "alcohol"]]
X = scale(X)
X_train, X_test, y_train, y_test = train_test_split(X, df["price"], random_state=0)
print("score", Ridge().fit(X_train, y_train).score(X_test, y_test))
