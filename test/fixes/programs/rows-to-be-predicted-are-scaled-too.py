# One scaler for the rows that are split, and for others that are predicted.
# finds HLD101
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

columns = ["age", "dose", "pressure", "weight"]
X = pd.read_csv("patients.csv")[columns]
y = pd.read_csv("patients.csv")["sick"]
new = pd.read_csv("records.csv")[columns].dropna()

scaler = StandardScaler()
X_scaled = scaler.fit_transform(X)
new_scaled = pd.DataFrame(scaler.transform(new), columns=new.columns)  # the same scale
X_train, X_test, y_train, y_test = train_test_split(X_scaled, y, test_size=0.25, random_state=1)
model = LogisticRegression().fit(X_train, y_train)
print("score", model.score(X_test, y_test))
print(model.predict(new_scaled.to_numpy()).mean())
