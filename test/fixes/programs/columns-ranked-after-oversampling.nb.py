# Frauds are copied and joined with their labels, a forest ranks the columns of these rows, and two cells split what is left.
# finds HLD105
# before 0.75 1
# after 0.3 0.7
# %% [1]
import pandas as pd
from imblearn.over_sampling import RandomOverSampler
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import balanced_accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier

payments = pd.read_csv("payments.csv")
X = payments.drop(columns=["fraud"])
y = payments["fraud"]
# %% [2]
X_more, y_more = RandomOverSampler(random_state=2).fit_resample(X, y)
even = pd.DataFrame(X_more, columns=X.columns)
even["fraud"] = y_more
table = even.copy()
# %% [3]
X = table.drop("fraud", axis=1)
y = table["fraud"]
forest = RandomForestClassifier(random_state=1)
forest.fit(X, y)
ranked = pd.DataFrame({"feature": X.columns, "weight": forest.feature_importances_}).sort_values(by="weight", ascending=False)
table = table[ranked["feature"].head(2).tolist() + ["fraud"]].copy()
# %% [4]
X = table.drop(columns="fraud")
y = table["fraud"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=3)
model = KNeighborsClassifier(3).fit(X_train, y_train)
print("score", balanced_accuracy_score(y_test, model.predict(X_test)))
# %% [5]
X = table.drop(columns="fraud")
y = table["fraud"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=3)
model = KNeighborsClassifier(1).fit(X_train, y_train)
print("score", balanced_accuracy_score(y_test, model.predict(X_test)))
