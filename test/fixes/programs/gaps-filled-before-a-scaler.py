# Gaps filled by hand in a table of which a scaler makes an array.
# finds HLD102 HLD102 HLD102
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("records.csv")
df["dose"] = df["dose"].fillna(df["dose"].mean())
df["age"] = df["age"].fillna(df["age"].median())
X = df.drop(columns=["sick", "sex", "clinic", "weight"])
y = df["sick"]
scaler = StandardScaler()
X_scaled = scaler.fit_transform(X)
print("score", cross_val_score(LogisticRegression(max_iter=1000), X_scaled, y, cv=4).mean())
