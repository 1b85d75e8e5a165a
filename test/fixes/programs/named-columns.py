# A frame with named columns, some of them scaled in place.
# finds HLD101
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("patients.csv")
scaler = StandardScaler()
df[["age", "dose"]] = scaler.fit_transform(df[["age", "dose"]])
X = df.drop(columns=["sick", "sex", "clinic"])
y = df["sick"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
model = LogisticRegression(max_iter=1000).fit(X_train, y_train)
print("score", model.score(X_test, y_test))
