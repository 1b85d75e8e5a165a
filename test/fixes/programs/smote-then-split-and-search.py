# Rows are resampled before a split and before a search within the training part: each of them saw copies.
# finds HLD105
import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import f1_score
from sklearn.model_selection import GridSearchCV, train_test_split

df = pd.read_csv("wines.csv")
X, y = df.drop(columns=["good", "grade", "price"]), df["good"]
smote = SMOTE(random_state=0)
X, y = smote.fit_resample(X, y)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)

search = GridSearchCV(RandomForestClassifier(random_state=0), {"max_depth": [3, 6]}, cv=4, scoring="f1")
search.fit(X_train, y_train)
print(search.best_params_, search.best_score_)
final = RandomForestClassifier(**search.best_params_, random_state=1)
final.fit(X_train, y_train)
print("score", f1_score(y_test, final.predict(X_test)))
