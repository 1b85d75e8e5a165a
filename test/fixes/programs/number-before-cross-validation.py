# Gaps filled with a number of all rows, before cross-validation.
# finds HLD102 HLD102
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import cross_val_score

df = pd.read_csv("records.csv")
df["age"] = df["age"].fillna(df["age"].mean())
df["dose"] = df["dose"].fillna(df["dose"].median())  # skewed
df["old"] = (df["age"] > 60).astype(int)
df["weight"] = df["weight"].fillna(75)
X = df.drop(["sick", "sex", "clinic"], axis=1)
y = df["sick"]
scores = cross_val_score(RandomForestClassifier(random_state=0), X, y, cv=5, scoring="f1")
print("score", scores.mean())
