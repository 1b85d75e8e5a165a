# A column that has gaps in the rows to be scored alone is filled by what these rows hold.
# finds HLD111
import pandas as pd
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression

table = pd.read_csv("patients.csv")
table = table.assign(dose=table["dose"].where((table.index < 310) | (table.index > 330)))
table.iloc[:300].to_csv("known.csv", index=False)
table.iloc[300:].to_csv("later.csv", index=False)
known = pd.read_csv("known.csv")
later = pd.read_csv("later.csv")

ages = SimpleImputer(strategy="mean")
ages.fit(known[["age"]])
doses = SimpleImputer(strategy="mean")
doses.fit(later[["dose"]])
known[["age"]] = ages.transform(known[["age"]])
later[["age"]] = ages.transform(later[["age"]])
later[["dose"]] = doses.transform(later[["dose"]])

inputs = ["age", "dose"]
model = LogisticRegression(max_iter=1000).fit(known[inputs], known["sick"])
print("score", model.score(later[inputs], later["sick"]))
