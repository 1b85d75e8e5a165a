# A loop over both tables fits encoders to each of them: of a column, and of a list of columns.
# finds HLD111 HLD111
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import LabelEncoder, StandardScaler

table = pd.read_csv("patients.csv")
table.iloc[:300].to_csv("known.csv", index=False)
table.iloc[300:].to_csv("later.csv", index=False)
known = pd.read_csv("known.csv")
later = pd.read_csv("later.csv")

letters = ["sex", "clinic"]
scaler = StandardScaler()
for part in [known, later]:
    part["dose"] = scaler.fit_transform(part[["dose"]]).ravel()
    for column in letters:
        encoder = LabelEncoder()
        part[column] = encoder.fit_transform(part[column])

inputs = ["age", "dose", "sex", "clinic"]
model = LogisticRegression(max_iter=1000).fit(known[inputs], known["sick"])
print("score", model.score(later[inputs], later["sick"]))
