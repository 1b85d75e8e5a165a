# Gaps are filled, some rows are dropped, and arrays without labels are cut from the rest before the split.
# finds HLD101
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("patients.csv")
df["dose"] = df["dose"].fillna(df["dose"].mean())
adults = df[df["age"] > 18]
X = adults[["age", "dose", "pressure"]].values
y = adults["sick"].values
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=3, stratify=y)
print("score", LogisticRegression(max_iter=2000).fit(X_train, y_train).score(X_test, y_test))
