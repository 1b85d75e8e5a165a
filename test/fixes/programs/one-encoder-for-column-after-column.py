# One encoder that two loops fit anew for each column; those of the training table are kept.
# finds HLD111
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import LabelEncoder

table = pd.read_csv("patients.csv")
table.iloc[:300].to_csv("known.csv", index=False)
table.iloc[300:].to_csv("later.csv", index=False)
known = pd.read_csv("known.csv")
later = pd.read_csv("later.csv")

encoder = LabelEncoder()
for column in known.columns:
    if not pd.api.types.is_numeric_dtype(known[column]):
        known[column] = encoder.fit_transform(known[column])

encoder = LabelEncoder()
for column in later.columns:
    if not pd.api.types.is_numeric_dtype(later[column]):
        later[column] = encoder.fit_transform(later[column])

inputs = ["age", "dose", "sex", "clinic"]
model = LogisticRegression(max_iter=1000).fit(known[inputs], known["sick"])
print("score", model.score(later[inputs], later["sick"]))
