# Columns scaled in place, then cross-validated in a pipeline that is made under a name, trained and searched.
# finds HLD102
# %%
import pandas as pd
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, cross_val_score, train_test_split
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("wines.csv")
X, y = df.drop(columns=["good", "grade", "price"]), df["grade"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
numeric = list(X.columns[:3])
scaler = StandardScaler()
X_train[numeric] = scaler.fit_transform(X_train[numeric])
X_test[numeric] = scaler.transform(X_test[numeric])
X_train.reset_index(drop=True, inplace=True)
# %%
pipe = Pipeline([("pca", PCA(n_components=2)), ("model", LogisticRegression(max_iter=500))])


def crossed(model):
    return cross_val_score(model, X_train, y_train, cv=4).mean()


print("crossed", cross_val_score(pipe, X_train, y_train, cv=4).mean(), crossed(LogisticRegression(max_iter=500)))
print("trained", pipe.fit(X_train, y_train).score(X_test, y_test))
# %%
search = GridSearchCV(pipe, {"model__C": [0.1, 1]}, cv=4)
search.fit(X_train, y_train)
print("best", search.best_params_["model__C"])
print("score", search.score(X_test, y_test))
