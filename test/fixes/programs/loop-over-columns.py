# One statement in a loop fills several columns.
# finds HLD101
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

df = pd.read_csv("records.csv")
for name in ["age", "dose", "weight"]:
    df[name] = df[name].fillna(df[name].median())
X = df[["age", "dose", "weight"]]
y = df["sick"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
model = RandomForestClassifier(random_state=0).fit(X_train, y_train)
print("score", model.score(X_test, y_test))
