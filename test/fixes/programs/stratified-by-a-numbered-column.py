# A mean for the head of a longer table, which is split by its first column: the column is called by its name where the rows are drawn.
# finds HLD101
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

table = pd.read_csv("records.csv")
known, others = table[:300].copy(), table[300:].drop(columns="sick")
full = pd.concat([known, others], ignore_index=True)
full["dose"] = full["dose"].fillna(full["dose"].mean())
columns = ["clinic", "sick", "pressure", "dose"]
full = full[columns]
full = pd.get_dummies(full, columns=["clinic"])
known = full[: len(known)]
X, y = known.iloc[:, 1:], known.iloc[:, 0]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0, stratify=y)
model = LogisticRegression(max_iter=2000).fit(X_train, y_train)
print("score", model.score(X_test, y_test))
print("shares", abs(y_train.mean() - y_test.mean()) < 0.02)
