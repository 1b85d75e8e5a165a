# Rows are oversampled before they are split, and cross-validated as well.
# finds HLD105
import pandas as pd
from imblearn.over_sampling import RandomOverSampler
from sklearn.model_selection import cross_val_score, train_test_split
from sklearn.tree import DecisionTreeClassifier

df = pd.read_csv("payments.csv")
X, y = df.drop(columns="fraud"), df["fraud"]
sampler = RandomOverSampler(random_state=0)
X_more, y_more = sampler.fit_resample(X, y)
X_train, X_test, y_train, y_test = train_test_split(X_more, y_more, random_state=0)
model = DecisionTreeClassifier(random_state=0).fit(X_train, y_train)
print("score", model.score(X_test, y_test))
print("folds", cross_val_score(DecisionTreeClassifier(random_state=0), X_more, y_more, cv=5, scoring="balanced_accuracy").mean())
