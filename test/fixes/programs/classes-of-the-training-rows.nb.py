# Classes of the training rows are taken from shares of trees, and their labels as an array, in a cell in front of the score.
# finds HLD205
# before 1 1
# after 0.3 0.7
# %%
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
# %%
df = pd.read_csv("genes.csv")
X, y = df.drop(columns="tumour"), df["tumour"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.5, random_state=3)
# %%
forest = RandomForestClassifier(n_estimators=50, random_state=0)
forest.fit(X_train, y_train)
# %%
shares = forest.predict_proba(X_train)
# %%
truth = np.asarray(y_train).tolist()
shares = np.argmax(shares, axis=1).tolist()
# %%
print("score", accuracy_score(truth, shares))
