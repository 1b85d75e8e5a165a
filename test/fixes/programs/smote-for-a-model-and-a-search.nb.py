# A model goes on training on all resampled rows; the search beside it resamples in each fold, and its importances are read off the step.
# finds HLD105
# %%
import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import GridSearchCV, train_test_split
# %%
df = pd.read_csv("payments.csv")
X = df.drop(columns="fraud")
y = df["fraud"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=2, stratify=y)
# %%
# Even out the classes
smote = SMOTE(random_state=0)
X_even, y_even = smote.fit_resample(X_train, y_train)
print(y_even.value_counts())
# %%
model = RandomForestClassifier(n_estimators=20, random_state=0)
model.fit(X_even, y_even)
print(model.predict(X_test).mean())
# %%
search = GridSearchCV(RandomForestClassifier(n_estimators=20, random_state=0), {"max_depth": [2, 4]}, scoring="balanced_accuracy", cv=4)
search.fit(X_even, y_even)
best = search.best_estimator_
print(dict(zip(X.columns, best.feature_importances_)))
print("score", search.best_score_)
