# A scaler before cross-validation.
# finds HLD102
import pandas as pd
from sklearn.model_selection import cross_val_score
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

df = pd.read_csv("wines.csv")
X, y = df.drop(columns=["good", "grade", "price"]), df["grade"]
scaler = StandardScaler()
X = scaler.fit_transform(X)
print("score", cross_val_score(SVC(), X, y, cv=5).mean())
