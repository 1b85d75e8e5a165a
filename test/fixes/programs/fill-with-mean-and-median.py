# Missing values filled with numbers of all rows.
# finds HLD101 HLD101
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split

df = pd.read_csv("records.csv")
df["age"] = df["age"].fillna(df["age"].mean())
df["dose"] = df["dose"].fillna(df["dose"].median())  # skewed
df["weight"] = df["weight"].fillna(75)
X = df.drop(["sick", "sex", "clinic"], axis=1)
y = df["sick"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=7)
model = RandomForestClassifier(random_state=0).fit(X_train, y_train)
print("score", f1_score(y_test, model.predict(X_test)))
