# Two transformers become two steps.
# finds HLD102 HLD102
import pandas as pd
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_score
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("records.csv")
X, y = df[["age", "dose", "weight", "pressure"]], df["sick"]
imputer = SimpleImputer(strategy="median")
scaler = StandardScaler()
X_full = imputer.fit_transform(X)
X_scaled = scaler.fit_transform(X_full)
folds = StratifiedKFold(n_splits=5, shuffle=True, random_state=0)
model = LogisticRegression()
scores = cross_val_score(model, X_scaled, y, cv=folds, scoring="roc_auc")
print("score", scores.mean())
