# An objective that is handed both parts by a lambda, and one that is defined where the data is.
# finds HLD201 HLD201
import optuna
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split

optuna.logging.set_verbosity(optuna.logging.ERROR)


def objective(trial, X_train, y_train, X_test, y_test):
    model = RandomForestClassifier(n_estimators=20, max_depth=trial.suggest_int("max_depth", 2, 10), random_state=0)
    model.fit(X_train, y_train)
    return f1_score(y_test, model.predict(X_test))


def handed(X_train, X_test, y_train, y_test):
    study = optuna.create_study(direction="maximize", sampler=optuna.samplers.RandomSampler(seed=0))
    study.optimize(lambda trial: objective(trial, X_train, y_train, X_test, y_test), n_trials=5)
    final = RandomForestClassifier(n_estimators=20, random_state=0, **study.best_params).fit(X_train, y_train)
    print("score", f1_score(y_test, final.predict(X_test)))


def main():
    df = pd.read_csv("wines.csv")
    X_train, X_test, y_train, y_test = train_test_split(df.drop(columns=["good", "grade", "price"]), df["good"], random_state=0)
    handed(X_train, X_test, y_train, y_test)

    def inside(trial):
        model = RandomForestClassifier(n_estimators=20, max_depth=trial.suggest_int("max_depth", 2, 10), random_state=0)
        model.fit(X_train, y_train)
        return f1_score(y_test, model.predict(X_test))

    study = optuna.create_study(direction="maximize", sampler=optuna.samplers.RandomSampler(seed=0))
    study.optimize(inside, n_trials=5)
    final = RandomForestClassifier(n_estimators=20, random_state=0, **study.best_params).fit(X_train, y_train)
    print("score", f1_score(y_test, final.predict(X_test)))


main()
