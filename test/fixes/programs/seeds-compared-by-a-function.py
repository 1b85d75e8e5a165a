# A function looks for the best seed of each model; another one cross-validates what it is given.
# finds HLD101
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import cross_val_score, train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import MinMaxScaler

wines = pd.read_csv("wines.csv")
good = wines["good"]
taste = wines.drop(columns=["good", "grade", "price"])
scaler = MinMaxScaler()
scaled = scaler.fit_transform(taste)
taste = pd.DataFrame(scaled, columns=taste.columns)


def best_seed(model, table, labels):
    reached, chosen = 0, 0
    for seed in range(5, 25):
        table_train, table_test, labels_train, labels_test = train_test_split(table, labels, random_state=seed, test_size=0.2)
        model.fit(table_train, labels_train)
        accuracy = accuracy_score(labels_test, model.predict(table_test))
        if accuracy > reached:
            reached, chosen = accuracy, seed
    print("score", reached)
    return chosen


def crossed(model, table, labels):
    print("score", cross_val_score(model, table, labels, cv=5).mean())


neighbours = KNeighborsClassifier()
best_seed(neighbours, taste, good)
crossed(neighbours, taste, good)
line = LogisticRegression()
best_seed(line, taste, good)
crossed(line, taste, good)
