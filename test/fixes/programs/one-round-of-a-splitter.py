# A splitter that shuffles once: its loop keeps both parts of rows that were scaled before, and the model is trained behind it.
# finds HLD101
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedShuffleSplit
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("patients.csv")
X, y = df[["age", "dose", "pressure", "weight"]].values, df["sick"].values
scaler = StandardScaler()
X_scaled = scaler.fit_transform(X)
splitter = StratifiedShuffleSplit(n_splits=1, test_size=0.25, random_state=6)
for train_index, test_index in splitter.split(X_scaled, y):
    X_train, X_test = X_scaled[train_index], X_scaled[test_index]
    y_train, y_test = y[train_index], y[test_index]
model = LogisticRegression().fit(X_train, y_train)
print("score", model.score(X_test, y_test))
