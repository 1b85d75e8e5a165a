# The label's column has a name of its own, by which the split is stratified.
# finds HLD101
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

target = "sick"
features = ["age", "dose", "pressure"]
df = pd.read_csv("records.csv")
df["dose"] = df["dose"].fillna(df["dose"].median())
df["age"] = df["age"].fillna(50)
X = df[features]
y = df[target]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=3, stratify=y)
print("score", RandomForestClassifier(random_state=0).fit(X_train, y_train).score(X_test, y_test))
