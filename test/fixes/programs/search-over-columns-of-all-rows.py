# A search is fitted to columns of the table that was split, though its test rows score what it found.
# finds HLD106
# before 0.9 1
# after 0.2 0.8
import pandas as pd
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.tree import DecisionTreeClassifier

df = pd.read_csv("genes.csv")
X_train, X_test, y_train, y_test = train_test_split(df, df["tumour"], test_size=0.4, random_state=0)
search = GridSearchCV(DecisionTreeClassifier(random_state=0), {"min_samples_leaf": [1]}, cv=3)
search.fit(df[["g1", "g2", "g3"]], df[["tumour"]])
print("score", search.score(X_test[["g1", "g2", "g3"]], y_test))
