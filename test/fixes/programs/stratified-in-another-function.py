# What learns stands in a function of its own, and a stratified split in another one.
# finds HLD101
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler


class Ward:
    def __init__(self):
        self.scaler = StandardScaler()
        self.model = LogisticRegression(max_iter=1000)

    def prepared(self):
        table = pd.read_csv("patients.csv")
        X = table[["age", "dose", "pressure"]]
        labels = np.where(table["sick"] == 1, "yes", "no")
        X_scaled = self.scaler.fit_transform(X)
        return X_scaled, labels, table

    def trained(self):
        X, y, table = self.prepared()
        X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=3, stratify=y)
        self.model.fit(X_train, y_train)
        print(len(table))
        print("score", self.model.score(X_test, y_test))


Ward().trained()
