# The share of the test part, the seed and the column of labels are constants that are set below what is learned.
# finds HLD101
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("records.csv").dropna(subset=["dose"])
df["age"] = df["age"].fillna(df["age"].mean())
print(df.isna().sum())
LABEL = "sick"
TEST_SIZE = 0.2
SEED = 3
people = df[["age", "dose", "pressure", LABEL]].copy()
people["sick"] = people["sick"].astype(int)
X = people[["age", "dose", "pressure"]]
y = people[LABEL]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=TEST_SIZE, random_state=SEED, stratify=y)
print("score", LogisticRegression(max_iter=1000).fit(X_train, y_train).score(X_test, y_test))
