# Columns are chosen by all rows; the first rows are kept for training by a slice that is counted later.
# finds HLD103
# before 0.7 1
# after 0.2 0.75
import pandas as pd
from sklearn.feature_selection import SelectKBest
from sklearn.linear_model import LogisticRegression

df = pd.read_csv("genes.csv").sample(frac=1, random_state=1)
values = df.drop(columns="tumour").values
labels = df["tumour"].values
best = SelectKBest(k=20)
chosen = best.fit_transform(values, labels)
n = int(len(chosen) * 0.7)  # seven in ten
X_train, X_test = chosen[:n], chosen[n:]
y_train, y_test = labels[:n], labels[n:]
model = LogisticRegression(max_iter=1000).fit(X_train, y_train)
print("score", model.score(X_test, y_test))
