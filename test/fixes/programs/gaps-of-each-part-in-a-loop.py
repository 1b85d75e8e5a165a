# A loop fills the gaps of each part with the part's own means.
# finds HLD601
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score

df = pd.read_csv("records.csv")
train, test = df[:300].copy(), df[300:].copy()
for part in [train, test]:
    # what is missing is taken to be as usual
    part["age"] = part["age"].fillna(part["age"].mean())
    part["dose"] = part["dose"].fillna(0)
model = LogisticRegression().fit(train[["age", "dose"]], train["sick"])
print("score", accuracy_score(test["sick"], model.predict(test[["age", "dose"]])))
