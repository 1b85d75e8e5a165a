# All gaps filled with means before the rows for training are taken off, and cross-validated in a function.
# finds HLD102
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import cross_val_score

train = pd.read_csv("records.csv")
new = pd.read_csv("patients.csv")
everything = pd.concat([train[["age", "dose", "pressure"]], new[["age", "dose", "pressure"]]])
everything = everything.fillna(everything.mean())
X = everything[: train.shape[0]]
X_new = everything[train.shape[0] :]
y = train["sick"]


def validated(model):
    return cross_val_score(model, X, y, cv=4)


print([validated(Ridge(alpha=alpha)).mean() for alpha in [0.1, 1, 10]])
model = Ridge(alpha=1).fit(X, y)
print(model.predict(X_new)[:3])
print("score", validated(model).mean())
