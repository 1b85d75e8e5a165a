# Inputs and labels of the test part are scaled by their own range; predictions are turned back by that of the test labels.
# finds HLD111
# %%
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler

wines = pd.read_csv("wines.csv")
X_train, X_test, y_train, y_test = train_test_split(wines[["alcohol", "acid", "sugar"]], wines[["price"]], random_state=3)
inputs, prices = MinMaxScaler(), MinMaxScaler()

# %%
A = inputs.fit_transform(X_train)
b = prices.fit_transform(y_train)

# %%
A_test = inputs.fit_transform(X_test)

# %%
b_test = prices.fit_transform(y_test)

# %%
guessed = Ridge().fit(A, b).predict(A_test)
print("score", mean_absolute_error(prices.inverse_transform(b_test), prices.inverse_transform(guessed.reshape(-1, 1))))
