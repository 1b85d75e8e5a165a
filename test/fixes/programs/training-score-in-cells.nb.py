# Two numbers of one model, in a notebook; both are for the part held out.
# finds HLD205
# %%
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import mean_absolute_error
# %%
wines = pd.read_csv("wines.csv")
X = wines[["acid", "alcohol", "sugar"]]
y = wines["price"]
# %%
forest = RandomForestRegressor(n_estimators=30, random_state=0)
forest.fit(X, y)
# %%
guess = forest.predict(X)
print("score", mean_absolute_error(y, guess))
