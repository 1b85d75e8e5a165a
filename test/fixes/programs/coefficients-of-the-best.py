# Scaled once for cross-validation and two searches; coefficients and results are read off the searches.
# finds HLD102
import pandas as pd
from sklearn.linear_model import Lasso, Ridge
from sklearn.model_selection import GridSearchCV, cross_val_score, train_test_split
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("wines.csv")
X, y = df.drop(columns=["good", "grade", "price"]), df["price"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
scaler = StandardScaler().fit(X_train)
X_train_scaled = scaler.transform(X_train)
X_test_scaled = scaler.transform(X_test)

print(cross_val_score(Ridge(), X_train_scaled, y_train, cv=5).mean())

grid = {"alpha": [0.1, 1.0, 10.0]}
ridge = GridSearchCV(Ridge(), grid, cv=5)
ridge.fit(X_train_scaled, y_train)
results = pd.DataFrame(ridge.cv_results_)
print(results.set_index("param_alpha")["mean_test_score"])
print(ridge.best_estimator_.coef_, ridge.best_params_["alpha"])

grid = {"alpha": [0.01, 0.1]}
lasso = GridSearchCV(Lasso(), grid, cv=5)
lasso.fit(X_train_scaled, y_train)
best = lasso.best_estimator_
print((best.coef_ != 0).sum())
best.fit(X_train_scaled, y_train)
print("score", best.score(X_test_scaled, y_test))
