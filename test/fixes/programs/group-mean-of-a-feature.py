# A column is compared with its group's mean.
# finds HLD101
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("patients.csv")
df["clinic_dose"] = df.groupby("clinic")["dose"].transform("mean")
df["dose_here"] = df["dose"] / df["clinic_dose"]
X = df[["age", "dose", "dose_here"]]
y = df["sick"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
print("score", LogisticRegression(max_iter=1000).fit(X_train, y_train).score(X_test, y_test))
