# A series is scaled as a whole, cut into windows, and the first four fifths of the windows are trained on.
# finds HLD101
# %%
import numpy as np
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_absolute_error
from sklearn.preprocessing import MinMaxScaler

wines = pd.read_csv("wines.csv")
prices = wines[["price"]].values.astype("float32")

# %%
scaler = MinMaxScaler()
scaled = scaler.fit_transform(prices)


def windows(series, past=7):
    X, y = [], []
    for i in range(len(series) - past):
        X.append(series[i : i + past, 0])
        y.append(series[i + past, 0])
    return np.array(X), np.array(y)


X, y = windows(scaled)

# %%
cut = int(len(X) * 0.8)
X_train, X_test = X[:cut], X[cut:]
y_train, y_test = y[:cut], y[cut:]
model = Ridge().fit(X_train, y_train)
guessed = scaler.inverse_transform(model.predict(X_test).reshape(-1, 1))
print("score", mean_absolute_error(scaler.inverse_transform(y_test.reshape(-1, 1)), guessed))
