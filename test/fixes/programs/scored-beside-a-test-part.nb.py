# A score of the training rows, though the test part stands there, scaled by a fit of its own.
# finds HLD205
# %%
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
# %%
df = pd.read_csv("patients.csv")
X, y = df[["age", "dose", "pressure"]], df["sick"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=42)
scaler = StandardScaler()
# %%
X_train = scaler.fit_transform(X_train)
# %%
X_test = scaler.fit_transform(X_test)
# %%
model = SVC()
model.fit(X_train, y_train)
# %%
print("score", model.score(X_train, y_train))
