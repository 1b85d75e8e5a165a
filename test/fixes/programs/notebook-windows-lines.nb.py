# Cells whose lines end as on Windows.
# finds HLD101 HLD101
# %%
import pandas as pd
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
df = pd.read_csv("records.csv")
# %%
X = df[["age", "dose", "weight"]]   # numbers only
y = df["sick"]
# %%
X = SimpleImputer().fit_transform(X)    # gaps
X = StandardScaler().fit_transform(X)   # scale
# %%
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=42)
# %%
model = LogisticRegression().fit(X_train, y_train)
print("score", model.score(X_test, y_test))
