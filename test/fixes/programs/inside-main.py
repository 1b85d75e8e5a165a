# Everything in a function.
# finds HLD101
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler


def main():
    wines = pd.read_csv("wines.csv")
    X = wines[["acid", "sugar", "salt", "alcohol", "colour"]]
    y = wines["price"]
    scaler = StandardScaler()
    # Ridge wants columns of one size.
    X = scaler.fit_transform(X)
    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
    model = Ridge().fit(X_train, y_train)
    print("score", model.score(X_test, y_test))


if __name__ == "__main__":
    main()
