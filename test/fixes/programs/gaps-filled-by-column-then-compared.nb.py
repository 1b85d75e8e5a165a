# Gaps that are filled column by column before models are compared by cross-validation and a search is made, with the rest of a table that others read.
# finds HLD102 HLD102
# before 0.5 1
# after 0.5 1
# %%
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.tree import DecisionTreeClassifier

records = pd.read_csv("records.csv")
# %%
# Missing values
records["age"] = records["age"].fillna(records["age"].mean())
records.loc[records["dose"].isna(), "dose"] = records["dose"].median()
records["weight"] = records["weight"].fillna(70)
print(records.describe())
# %%
records["sex"] = records["sex"].map({"f": 0, "m": 1})
records = pd.get_dummies(records, columns=["clinic"])
X = records.drop(columns="sick")
y = records["sick"]
# %%
for name, model in [("line", LogisticRegression(max_iter=2000)), ("tree", DecisionTreeClassifier(max_depth=3, random_state=0))]:
    print(name, cross_val_score(model, X, y, cv=5).mean())
# %%
search = GridSearchCV(DecisionTreeClassifier(random_state=0), {"max_depth": [1, 2, 3]}, cv=5)
search.fit(X, y)
print(search.best_params_, search.predict(X)[:5])
print("score", search.best_score_)
