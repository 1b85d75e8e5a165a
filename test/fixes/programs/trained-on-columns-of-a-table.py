# A model is trained on columns as they are written, its importances are read, and its own rows score it.
# finds HLD205
# before 1 1
# after 0.3 0.7
import pandas as pd
from sklearn.metrics import roc_auc_score
from sklearn.tree import DecisionTreeClassifier

df = pd.read_csv("genes.csv")
columns = ["g1", "g2", "g3", "g4"]
tree = DecisionTreeClassifier(random_state=0)
tree.fit(df[columns].to_numpy(), df["tumour"])
print(dict(zip(columns, tree.feature_importances_)))
chances = tree.predict_proba(df[columns].to_numpy())[:, 1]
print("score", roc_auc_score(df["tumour"], chances))
