# Columns scaled by functions of scikit-learn, by all rows, before cross-validation.
# finds HLD102 HLD102
import pandas as pd
from sklearn import preprocessing
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score
from sklearn.neighbors import KNeighborsClassifier

df = pd.read_csv("wines.csv")
y = df["grade"]
X = df.drop(columns=["good", "grade", "price"])
X_scaled = preprocessing.scale(X)
print("score", cross_val_score(KNeighborsClassifier(), X_scaled, y, cv=5).mean())
X_bounded = preprocessing.minmax_scale(X, feature_range=(-1, 1))
print("score", cross_val_score(LogisticRegression(max_iter=1000), X_bounded, y, cv=5).mean())
