# A function selects genes of all rows, and main splits what it gives.
# finds HLD103
# before 0.75 1
# after 0.25 0.75
import pandas as pd
from sklearn.feature_selection import SelectKBest
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

SEED = 3


def best(X, y, k=20):
    selector = SelectKBest(k=k)
    chosen = selector.fit_transform(X, y)
    return chosen, X.columns[selector.get_support()]


def main(path):
    genes = pd.read_csv(path)
    X = genes.drop(columns=["tumour"])
    y = genes["tumour"]
    for k in [25]:
        chosen, names = best(X, y, k=k)
        X_train, X_test, y_train, y_test = train_test_split(chosen, y, test_size=0.3, random_state=SEED, stratify=y)
        model = LogisticRegression(max_iter=1000).fit(X_train, y_train)
        print(len(names))
        print("score", model.score(X_test, y_test))


main("genes.csv")
