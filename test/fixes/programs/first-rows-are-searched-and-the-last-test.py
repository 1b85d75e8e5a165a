# The first rows are trained on and cross-validated, the last ones test: these are kept out of what is learned.
# finds HLD101
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("patients.csv")
X = df[["age", "dose", "pressure", "weight"]]
y = df["sick"]
scaler = StandardScaler()
scaled = scaler.fit_transform(X)

cut = int(len(scaled) * 0.8)  # the newest fifth is held out
X_train, X_test = scaled[:cut], scaled[cut:]
y_train, y_test = y.iloc[:cut], y.iloc[cut:]
for c in [0.1, 1.0]:
    print("score", cross_val_score(LogisticRegression(C=c), X_train, y_train, cv=4).mean())
model = LogisticRegression().fit(X_train, y_train)
print("score", model.score(X_test, y_test))
