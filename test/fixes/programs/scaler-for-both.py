# A scaler of all rows goes into cross-validation and into a test part: both are cured by one fix.
# finds HLD101
import pandas as pd
from sklearn.model_selection import cross_val_score, train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

df = pd.read_csv("wines.csv")
X = df[["acid", "sugar", "salt", "alcohol"]]
y = df["good"]
scaler = StandardScaler()
X = scaler.fit_transform(X)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
print(cross_val_score(SVC(), X_train, y_train).mean())
print("score", SVC().fit(X_train, y_train).score(X_test, y_test))
