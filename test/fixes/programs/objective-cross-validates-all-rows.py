# An objective that cross-validates on all rows, the test rows among them.
# finds HLD201
import optuna
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import f1_score
from sklearn.model_selection import cross_val_predict, train_test_split

df = pd.read_csv("wines.csv")
X, y = df.drop(columns=["good", "grade", "price"]), df["good"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)


def objective(trial):
    depth = trial.suggest_int("max_depth", 2, 4)
    model = RandomForestClassifier(n_estimators=20, max_depth=depth, random_state=0)
    predicted = cross_val_predict(model, X, y, cv=3)
    return f1_score(y, predicted)


study = optuna.create_study(direction="maximize")
study.optimize(objective, n_trials=4)
model = RandomForestClassifier(**study.best_params, random_state=0).fit(X_train, y_train)
print("score", f1_score(y_test, model.predict(X_test)))
