# Importances over all rows, in a notebook.
# finds HLD103
# before 0.7 1
# after 0.25 0.75
# %%
import pandas as pd
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.feature_selection import SelectFromModel
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC
# %%
df = pd.read_csv("genes.csv")
X, y = df.drop(columns="tumour"), df["tumour"]
# %%
select = SelectFromModel(ExtraTreesClassifier(n_estimators=300, random_state=0), max_features=30)
select.fit(X, y)
X_few = select.transform(X)
# %%
X_train, X_test, y_train, y_test = train_test_split(X_few, y, test_size=0.4, random_state=0)
model = SVC().fit(X_train, y_train)
print("score", model.score(X_test, y_test))
