# Several numbers of all rows, arrays and columns, before two cross-validations of one table.
# finds HLD102 HLD102 HLD102
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import cross_val_score, cross_validate
from sklearn.neighbors import KNeighborsRegressor

wines = pd.read_csv("wines.csv")
wines["sugar"] = (wines["sugar"] - wines["sugar"].mean()) / wines["sugar"].std()
wines["acid"] /= wines["acid"].max()
limit = wines["alcohol"].quantile(0.9)
wines["strong"] = wines["alcohol"] > limit
y = wines.pop("price")
X = wines[["sugar", "acid", "strong", "salt"]].astype(float)
near = cross_validate(KNeighborsRegressor(7), X, y, scoring="r2", return_train_score=True)
print("score", near["test_score"].mean())
print("score", cross_val_score(Ridge(), X, y, scoring="r2").mean())
