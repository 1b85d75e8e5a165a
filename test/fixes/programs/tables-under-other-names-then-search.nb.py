# Scaled parts made tables under a list of names, before a search that goes on under the name of what its fit gave back.
# finds HLD102
# %%
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("wines.csv")
features = [c for c in df.columns if c not in ("good", "grade", "price")]
X_train, X_test, y_train, y_test = train_test_split(df[features], df["grade"], random_state=0)
# %%
scaler = StandardScaler()
X_train_scaled = np.array(scaler.fit_transform(X_train))
X_test_scaled = scaler.transform(X_test)

X_train = pd.DataFrame(X_train_scaled, columns=features, index=X_train.index)
X_test = pd.DataFrame(data=X_test_scaled, columns=features, index=X_test.index)
print(X_train.describe())
# %%
grid = GridSearchCV(LogisticRegression(max_iter=500), {"C": [0.1, 1]}, cv=4)
result = grid.fit(X_train, y_train)
print("best", result.best_params_["C"], result.best_estimator_.get_params()["C"])
# %%
chosen = result
print("score", chosen.score(X_test, y_test))
