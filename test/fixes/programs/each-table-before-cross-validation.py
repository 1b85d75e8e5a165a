# A loop fills the gaps of two tables, each with its own numbers; the first is cross-validated.
# finds HLD102 HLD102 HLD601
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import cross_val_score

df = pd.read_csv("records.csv")
new = pd.read_csv("patients.csv")
both = [df, new]
for table in both:
    # Both by the middle.
    table["age"] = table["age"].fillna(table["age"].median())
    table["weight"] = table["weight"].fillna(75)
    table["dose"] = table["dose"].fillna(table["dose"].dropna().mean())
X = df[["age", "dose", "weight"]]
y = df["sick"]
model = RandomForestClassifier(random_state=0)
print("score", cross_val_score(model, X, y, cv=5).mean())
print(model.fit(X, y).predict(new[X.columns])[:3])
