# Every column becomes z-scores by the mean and deviation of all rows.
# finds HLD101
import numpy as np
import pandas as pd
from scipy import stats
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("patients.csv")
names = ["dose", "pressure", "weight"]
df[names] = df[names].apply(stats.zscore)
df = df[(np.abs(df[names]) < 3).all(axis=1)]
print("greatest", df[names].max().max())
X, y = df[names], df["sick"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
model = LogisticRegression().fit(X_train, y_train)
print("score", model.score(X_test, y_test))
