# One encoder is fitted to two columns of the training table, then to the same columns of the other one.
# finds HLD111 HLD111
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import LabelEncoder

table = pd.read_csv("patients.csv")
table.iloc[:300].to_csv("known.csv", index=False)
table.iloc[300:].to_csv("later.csv", index=False)
known = pd.read_csv("known.csv")
later = pd.read_csv("later.csv")

encoder = LabelEncoder()
known["sex"] = encoder.fit_transform(known["sex"])
known["clinic"] = encoder.fit_transform(known["clinic"])
print("clinics", len(encoder.classes_))
later["sex"] = encoder.fit_transform(later["sex"])
later["clinic"] = encoder.fit_transform(later["clinic"])

inputs = ["age", "dose", "sex", "clinic"]
model = LogisticRegression(max_iter=1000).fit(known[inputs], known["sick"])
print("score", model.score(later[inputs], later["sick"]))
