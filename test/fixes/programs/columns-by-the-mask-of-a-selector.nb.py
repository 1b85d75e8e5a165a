# Columns taken by the mask of a selector before a search, whose result goes under another name than a loop above gives to models.
# finds HLD103
# %%
import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, cross_val_score, train_test_split

df = pd.read_csv("wines.csv")
X, y = df.drop(columns=["good", "grade", "price"]), df["grade"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
# %%
for model in [LogisticRegression(max_iter=500), LogisticRegression(max_iter=500, C=10)]:
    print(model.__class__.__name__, model.fit(X_train, y_train).score(X_train, y_train))
# %%
selector = SelectKBest(f_classif, k=3)
chosen = selector.fit(X_train, y_train)
mask = chosen.get_support(indices=True)
few_train = X_train.iloc[:, mask]
few_test = X_test.iloc[:, mask]
print("crossed", cross_val_score(LogisticRegression(max_iter=500), few_train, y_train, cv=4).mean())
# %%
model = GridSearchCV(LogisticRegression(max_iter=500), {"C": [0.1, 1]}, cv=4)
result = model.fit(few_train, y_train)
print("score", result.score(few_test, y_test))
