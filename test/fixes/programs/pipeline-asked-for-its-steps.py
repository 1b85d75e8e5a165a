# A pipeline under a name is cross-validated on scaled rows, and asked for its own steps.
# finds HLD102
import pandas as pd
from sklearn.linear_model import RidgeCV
from sklearn.model_selection import cross_val_score, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import PolynomialFeatures, StandardScaler

df = pd.read_csv("wines.csv")
X, y = df[["acid", "sugar", "salt", "alcohol"]], df["price"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=3)
scaler = StandardScaler()
X_train = scaler.fit_transform(X_train)
X_test = scaler.transform(X_test)
curve = make_pipeline(PolynomialFeatures(degree=2), RidgeCV(alphas=[1, 10, 100]))
print("score", cross_val_score(curve, X_train, y_train, cv=5).mean())
curve.fit(X_train, y_train)
print("alpha", curve.get_params()["ridgecv"].alpha_, "weights", len(curve.named_steps["ridgecv"].coef_))
print("score", curve.score(X_test, y_test))
