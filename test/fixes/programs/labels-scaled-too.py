# Inputs and labels are each put on a scale by all rows.
# finds HLD101
import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsRegressor
from sklearn.preprocessing import StandardScaler

wines = pd.read_csv("wines.csv")
X, y = wines[["acid", "sugar", "alcohol"]], wines["price"]
scaler, label_scaler = StandardScaler(), StandardScaler()
X = scaler.fit_transform(X)
y = np.array(y)
y = label_scaler.fit_transform(y.reshape(-1, 1))
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=0)
print("score", KNeighborsRegressor().fit(X_train, y_train).score(X_test, y_test))
