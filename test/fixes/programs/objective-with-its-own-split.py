# An objective that splits all rows as the program does further down.
# finds HLD201
import optuna
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split

df = pd.read_csv("patients.csv")
X, y = df[["age", "dose"]], df["sick"]
optuna.logging.set_verbosity(optuna.logging.WARNING)


def objective(trial):
    strength = trial.suggest_float("C", 0.01, 10, log=True)
    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
    model = LogisticRegression(C=strength)
    model.fit(X_train, y_train)
    return f1_score(y_test, model.predict(X_test))


study = optuna.create_study(direction="maximize", sampler=optuna.samplers.TPESampler(seed=0))
study.optimize(objective, n_trials=5)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
model = LogisticRegression(**study.best_params)
model.fit(X_train, y_train)
print("score", f1_score(y_test, model.predict(X_test)))
