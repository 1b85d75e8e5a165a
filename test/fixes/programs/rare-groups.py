# Groups of few rows are laid together before the mean target of each is taken.
# finds HLD104
# before 0.5 1
# after 0.35 0.65
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

calls = pd.read_csv("calls.csv")
calls["team"] = calls["agent"].str[:3] + calls["region"]
calls["team"] = np.where(calls.groupby("team")["team"].transform(len) > 3, calls["team"], "other")
rates = calls.groupby("team")["sold"].mean().to_dict()
calls["team"] = calls["team"].map(rates)
X = calls[["hour", "team"]]
y = calls["sold"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.5, random_state=0)
model = LogisticRegression().fit(X_train, y_train)
print("score", model.score(X_test, y_test))
print("other", rates["other"] >= 0)
