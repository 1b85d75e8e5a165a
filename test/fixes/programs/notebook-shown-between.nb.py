# A cell between looks at the scaled data, so they stay as they are.
# finds HLD101
# %%
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
# %%
df = pd.read_csv("patients.csv")
features = df[["age", "dose", "pressure", "weight"]]
scaled = StandardScaler().fit_transform(features)
# %%
print("largest", np.abs(scaled).max())
# %%
X_train, X_test, y_train, y_test = train_test_split(scaled, df["sick"], test_size=0.2, random_state=0)
model = LogisticRegression().fit(X_train, y_train)
print("score", model.score(X_test, y_test))
