# Scores of several depths, kept in a list, in a notebook.
# finds HLD201
# %%
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier
df = pd.read_csv("wines.csv")
# %%
x_train, x_test, Y_train, Y_test = train_test_split(df[["acid", "alcohol", "salt"]], df["good"], test_size=0.3, random_state=0, stratify=df["good"])
# %%
scores = []
# Which depth?
for depth in [1, 2, 3, 5, 8]:
    tree = DecisionTreeClassifier(max_depth=depth, random_state=0)
    tree.fit(x_train, Y_train)
    scores.append(tree.score(x_test, Y_test))
# %%
print("score", max(scores))
# %%
chosen = DecisionTreeClassifier(max_depth=3, random_state=0)
chosen.fit(x_train, Y_train)
print("test", chosen.score(x_test, Y_test))
