# Visits are told apart first, and a limit is taken of all of them below.
# finds HLD101
# %%
import pandas as pd
from sklearn.linear_model import LogisticRegression

df = pd.read_csv("patients.csv")
df["visit"] = range(len(df))
# %%
early = df[df["visit"] < 120].copy()
late = df[df["visit"] >= 120].copy()
# %%
limit = df["pressure"].median()
for part in [early, late]:
    part["high"] = (part["pressure"] > limit).astype(int)
# %%
columns = ["age", "dose", "high"]
model = LogisticRegression(max_iter=1000).fit(early[columns], early["sick"])
print("score", model.score(late[columns], late["sick"]))
