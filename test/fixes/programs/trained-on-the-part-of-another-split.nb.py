# A copied cell trains on the training part of another split than the one that scores it.
# finds HLD106
# before 0.6 1
# after 0.2 0.8
# %%
import pandas as pd
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier
# %%
df = pd.read_csv("genes.csv")
tree = DecisionTreeClassifier(random_state=0)
# %%
first_train, first_test, first_y_train, first_y_test = train_test_split(df[["g1", "g2", "g3"]], df["tumour"], random_state=1)
# %%
tree.fit(first_train, first_y_train.values.ravel())
print(accuracy_score(first_y_test, tree.predict(first_test)))
# %%
later_train, later_test, later_y_train, later_y_test = train_test_split(df[["g1", "g2", "g3"]], df["tumour"], random_state=2)
# %%
# Train on the training part
tree.fit(first_train, first_y_train.values.ravel())
print("score", accuracy_score(later_y_test, tree.predict(later_test)))
