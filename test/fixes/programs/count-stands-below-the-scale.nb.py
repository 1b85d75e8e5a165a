# What is scaled takes the name of the table, and the count of the training rows stands in a later cell.
# finds HLD101
# %%
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import MinMaxScaler

df = pd.read_csv("patients.csv")
doses = df["dose"]
SHARE = 0.75
# %%
scaler = MinMaxScaler()
doses = scaler.fit_transform(np.array(doses).reshape(-1, 1))
print(doses.shape)
# %%
# the newest quarter is held out
n_train = int(len(doses) * SHARE)

model = LogisticRegression().fit(doses[:n_train], df["sick"][:n_train])
print("score", model.score(doses[n_train:], df["sick"][n_train:]))
