# Read, scale, split and train, each in its cell.
# finds HLD101
# %%
%matplotlib inline
import pandas as pd
from sklearn.preprocessing import StandardScaler
# %%
df = pd.read_csv("patients.csv")
X = df[["age", "dose", "pressure"]]
y = df["sick"]
# %%
# Bring the columns to one scale
scaler = StandardScaler()
X_scaled = scaler.fit_transform(X)
# %%
from sklearn.model_selection import train_test_split
X_train, X_test, y_train, y_test = train_test_split(X_scaled, y, test_size=0.2, random_state=42)
# %%
from sklearn.linear_model import LogisticRegression
model = LogisticRegression()
model.fit(X_train, y_train)
print("score", model.score(X_test, y_test))
