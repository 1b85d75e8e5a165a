# One scaler over all rows.
# finds HLD101
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("patients.csv")
X = df[["age", "dose", "pressure", "weight"]]
y = df["sick"]

# Scale everything to unit variance.
scaler = StandardScaler()
X = scaler.fit_transform(X)  # all four columns

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=1)
model = LogisticRegression().fit(X_train, y_train)
print("score", model.score(X_test, y_test))
