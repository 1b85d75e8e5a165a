# Yesterday's price is a feature, and the days are shuffled.
# finds HLD108
import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split

wines = pd.read_csv("wines.csv")
wines["yesterday"] = wines["price"].shift(1)
wines = wines.dropna()
X, y = wines[["yesterday", "sugar"]], wines["price"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=0)
model = LinearRegression().fit(X_train, y_train)
print("score", model.score(X_test, y_test))
