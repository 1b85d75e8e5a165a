# A median for all rows, above numbers of groups that are sorted; labels without a table are split beside the inputs.
# finds HLD101
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score, train_test_split

df = pd.read_csv("records.csv").sort_values("weight")
df["dose"] = df["dose"].fillna(df["dose"].median())
most = df.groupby("clinic")["age"].count().sort_values().index[-1]
df["most"] = np.where(df["clinic"] == most, 1, 0)
df = df[df["weight"] > 50].dropna()
X, y = df[["age", "dose", "most"]], df["sick"]
X_train, X_test, y_train, y_test = train_test_split(X, y.to_numpy(), random_state=2)
model = LogisticRegression().fit(X_train, y_train)
assert all(y_test == df.loc[X_test.index, "sick"])
print("score", model.score(X_test, y_test))
