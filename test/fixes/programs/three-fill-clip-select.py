# Filled by statistics, capped, selected.
# finds HLD101 HLD101 HLD103
import pandas as pd
from sklearn.feature_selection import SelectKBest
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("records.csv").dropna(subset=["dose", "weight"])
df["age"] = df["age"].fillna(df["age"].mean())
df["dose"] = df["dose"].clip(upper=df["dose"].quantile(0.95))
X = df[["age", "dose", "weight", "pressure"]]
y = df["sick"]
X_best = SelectKBest(k=2).fit_transform(X, y)
X_train, X_test, y_train, y_test = train_test_split(X_best, y, random_state=0)
print("score", LogisticRegression(max_iter=1000).fit(X_train, y_train).score(X_test, y_test))
