# Scaled once for two models, each with a split of its own that draws without a seed; NumPy comes further down.
# finds HLD101
# %%
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
# %%
df = pd.read_csv("wines.csv")
x = df[["acid", "sugar", "salt", "alcohol"]]
y = df["good"]
x = StandardScaler().fit_transform(x)
# %%
x_train, x_test, y_train, y_test = train_test_split(x, y, test_size=0.3)
print("first", LogisticRegression().fit(x_train, y_train).score(x_test, y_test))
# %%
import numpy as np
a_train, a_test, b_train, b_test = train_test_split(x, np.abs(y), test_size=0.3)
print("score", LogisticRegression(C=0.1).fit(a_train, b_train).score(a_test, b_test))
