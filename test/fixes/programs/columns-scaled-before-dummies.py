# Columns imputed and scaled in a table whose words become dummies afterwards; another model reads them, too.
# finds HLD102 HLD102
import pandas as pd
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("records.csv")
numbers = ["age", "dose", "weight"]
imputer = SimpleImputer(strategy="median")
df[numbers] = imputer.fit_transform(df[numbers])
scaler = StandardScaler()
df[numbers] = scaler.fit_transform(df[numbers])
df = pd.get_dummies(df, columns=["sex", "clinic"])
X = df.drop(columns="sick")
y = df["sick"]
print("score", cross_val_score(LogisticRegression(max_iter=1000), X, y, cv=4).mean())
print("weights", abs(LogisticRegression(max_iter=1000).fit(X, y).coef_).sum())
