# The split is stratified by a variable that is made after the learning.
# finds HLD101
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("records.csv").dropna(subset=["dose"])
df["age"] = df["age"].fillna(df["age"].mean())
print(df.isna().sum())
y = df["sick"]
X = df[["age", "dose", "pressure"]]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0, stratify=y)
print("score", LogisticRegression(max_iter=1000).fit(X_train, y_train).score(X_test, y_test))
