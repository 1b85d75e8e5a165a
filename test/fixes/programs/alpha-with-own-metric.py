# A metric written by hand, in time order.
# finds HLD201
import numpy as np
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split


def rmse(truth, guess):
    return np.sqrt(((truth - guess) ** 2).mean())


wines = pd.read_csv("wines.csv")
X, y = wines[["acid", "alcohol", "colour"]], wines["price"]
X_train, X_test, y_train, y_test = train_test_split(X, y, shuffle=False)
best_alpha, best_error = None, np.inf
for alpha in [0.01, 0.1, 1, 10]:
    model = Ridge(alpha=alpha).fit(X_train, y_train)
    error = rmse(y_test, model.predict(X_test))
    if error < best_error:
        best_alpha, best_error = alpha, error
final = Ridge(alpha=best_alpha).fit(X_train, y_train)
print("score", rmse(y_test, final.predict(X_test)))
