# As many healthy patients as sick ones: they are split anew, beside all patients, of whom some are trained on and tested.
# finds HLD106
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("patients.csv")
X = df[["age", "dose", "weight"]]
y = df["sick"]

rng = np.random.default_rng(3)
counts = df["sick"].value_counts()
many, few = df.index[df["sick"] == counts.idxmax()], df.index[df["sick"] == counts.idxmin()]
even = df.loc[np.concatenate([few, rng.choice(many, len(few), replace=False)])]
X_even = even[["age", "dose", "weight"]]
y_even = even["sick"]

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=0)
X_train_even, X_test_even, y_train_even, y_test_even = train_test_split(X_even, y_even, test_size=0.3, random_state=0)
model = LogisticRegression(max_iter=1000).fit(X_train_even, y_train_even)
print("score", model.score(X_test, y_test))
