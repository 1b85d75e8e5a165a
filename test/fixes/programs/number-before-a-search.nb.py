# Gaps filled and ages cut at quantiles of all rows, before a search and a comparison in a function.
# finds HLD102 HLD102
# %%
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, StratifiedKFold, cross_val_score
from sklearn.tree import DecisionTreeClassifier

# %%
%matplotlib inline
df = pd.read_csv("records.csv")
df.head()

# %%
# Ages are missing.
df.age.fillna(df.age.median(), inplace=True)
df["dose"] = df["dose"].clip(upper=df["dose"].quantile(0.95))
df = df.drop(columns=["sex", "clinic", "weight"]).fillna(0)

# %%
y = df["sick"]
X = df.drop(columns="sick").values
folds = StratifiedKFold(n_splits=4, shuffle=True, random_state=1)

# %%
def compare(model):
    return cross_val_score(model, X, y, cv=folds, scoring="roc_auc").mean()


for model in [LogisticRegression(), DecisionTreeClassifier(max_depth=3)]:
    print(type(model).__name__, compare(model))

# %%
search = GridSearchCV(DecisionTreeClassifier(random_state=0), {"max_depth": [2, 3, 4]}, cv=folds)
search.fit(X, y)
print("score", search.best_score_)
