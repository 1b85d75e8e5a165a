# Categories without any meaning, encoded with the target of all rows.
# finds HLD104
# before 0.65 1
# after 0.35 0.65
import pandas as pd
from category_encoders import TargetEncoder
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

calls = pd.read_csv("calls.csv")
X, y = calls[["agent", "region", "hour"]], calls["sold"]
encoder = TargetEncoder(cols=["agent", "region"], smoothing=1, min_samples_leaf=1)
X = encoder.fit_transform(X, y)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.5, random_state=0)
model = LogisticRegression().fit(X_train, y_train)
print("score", model.score(X_test, y_test))
