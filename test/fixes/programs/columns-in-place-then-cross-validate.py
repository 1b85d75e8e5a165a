# Columns imputed and scaled where they stand, for nobody but the cross-validation.
# finds HLD102 HLD102 HLD102
import pandas as pd
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("records.csv")
df[["dose"]] = SimpleImputer(strategy="median").fit_transform(df[["dose"]])
df[["age"]] = SimpleImputer().fit_transform(df[["age"]])
df["age"] = StandardScaler().fit_transform(df["age"].values.reshape(-1, 1))
X = df.drop(["sick", "sex", "clinic", "weight"], axis=1)
y = df["sick"]
print("score", cross_val_score(LogisticRegression(max_iter=1000), X, y, cv=4).mean())
