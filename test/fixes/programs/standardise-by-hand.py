# A standardisation of the whole table by hand.
# finds HLD101
import pandas as pd
from sklearn.neighbors import KNeighborsRegressor
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split

wines = pd.read_csv("wines.csv")
X = wines[["acid", "sugar", "alcohol", "colour"]]
y = wines["price"]
X = (X - X.mean()) / X.std()
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
model = KNeighborsRegressor(n_neighbors=7).fit(X_train, y_train)
print("score", mean_absolute_error(y_test, model.predict(X_test)))
