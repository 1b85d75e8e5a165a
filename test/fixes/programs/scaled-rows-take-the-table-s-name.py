# A limit learned of all rows drops some of them; the rest are scaled under their own name, and made a table again without their labels.
# finds HLD101 HLD101
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("patients.csv")
limit = df["dose"].quantile(0.9)
df = df[df["dose"] < limit]
names = ["age", "dose", "pressure", "weight"]
rows = df[names]
y = df["sick"]
rows = StandardScaler().fit_transform(rows)
X = pd.DataFrame(rows, columns=names)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=5)
print("rows", len(X_train), len(X_test))
print("score", LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
