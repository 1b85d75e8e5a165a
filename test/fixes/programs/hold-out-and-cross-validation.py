# A median of all rows informs a test part, and cross-validation within the training rows: the test part is cured, the other part stays marked.
# finds HLD101
# leaves HLD102
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score, train_test_split

df = pd.read_csv("records.csv")
df["age"] = df["age"].fillna(df["age"].median())
df = df.fillna({"dose": 0, "weight": 0})
X = df[["age", "dose", "weight"]]
y = df["sick"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
model = LogisticRegression(max_iter=1000)
print(cross_val_score(model, X_train, y_train).mean())
print("score", model.fit(X_train, y_train).score(X_test, y_test))
