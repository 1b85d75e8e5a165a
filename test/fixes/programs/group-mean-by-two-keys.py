# The mean target of groups that share two keys.
# finds HLD104
# before 0.6 1
# after 0.35 0.62
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

calls = pd.read_csv("calls.csv")
calls["agent_rate"] = calls.groupby(["agent", "region"])["sold"].transform("mean")
X = calls[["hour", "agent_rate"]]
y = calls["sold"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.5, random_state=0)
model = LogisticRegression().fit(X_train, y_train)
print("score", model.score(X_test, y_test))
