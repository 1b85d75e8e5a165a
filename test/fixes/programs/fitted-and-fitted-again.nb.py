# The scaler is fitted in a cell of its own, and fitted again in the next; the minimum is asked for twice.
# finds HLD101 HLD101
# %%
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
# %%
df = pd.read_csv("patients.csv")
x, y = df[["age", "dose", "pressure"]], df["sick"]
scaler = StandardScaler()
# %%
scaler.fit(x)
# %%
# All columns to one scale
x = scaler.fit_transform(x)
# %%
x_train, x_test, y_train, y_test = train_test_split(x, y, test_size=0.25, random_state=1)
print("score", LogisticRegression().fit(x_train, y_train).score(x_test, y_test))
# %%
# Normalization
z = df[["dose", "weight"]]
z = (z - np.min(z, axis=0)) / (np.max(z, axis=0) - np.min(z, axis=0))
# %%
z_train, z_test, s_train, s_test = train_test_split(z, y, test_size=0.25, random_state=2)
print("score", LogisticRegression().fit(z_train, s_train).score(z_test, s_test))
