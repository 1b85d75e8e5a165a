# The encoder belongs inside the folds.
# finds HLD104
# before 0.7 1
# after 0.35 0.65
import pandas as pd
from category_encoders import TargetEncoder
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score

calls = pd.read_csv("calls.csv")
X, y = calls[["agent", "region"]], calls["sold"]
codes = TargetEncoder(cols=["agent", "region"], smoothing=1, min_samples_leaf=1).fit_transform(X, y)
print("score", cross_val_score(LogisticRegression(), codes, y, cv=5).mean())
