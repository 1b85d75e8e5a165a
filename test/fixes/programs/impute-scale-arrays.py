# An imputer and a scaler over arrays.
# finds HLD101 HLD101
import pandas as pd
from sklearn.impute import SimpleImputer
from sklearn.metrics import roc_auc_score
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler

df = pd.read_csv("records.csv")
X = df[["age", "dose", "weight"]].values
y = df["sick"].values
imputer = SimpleImputer(strategy="median")
X = imputer.fit_transform(X)
scaler = MinMaxScaler()
X = scaler.fit_transform(X)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=4, stratify=y)
model = LogisticRegression()
model.fit(X_train, y_train)
print("score", roc_auc_score(y_test, model.predict_proba(X_test)[:, 1]))
