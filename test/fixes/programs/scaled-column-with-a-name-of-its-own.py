# A scaled copy of a column takes its place; the model goes on with the table.
# finds HLD102
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score
from sklearn.preprocessing import StandardScaler

payments = pd.read_csv("payments.csv")
payments["scaled_amount"] = StandardScaler().fit_transform(payments["amount"].values.reshape(-1, 1))
payments.drop(["amount", "hour"], axis=1, inplace=True)
X = payments.drop("fraud", axis=1)
y = payments["fraud"]
print("score", cross_val_score(LogisticRegression(), X, y, cv=5).mean())
print(LogisticRegression().fit(X, y).coef_)
