# The training part is resampled and scaled under its own name, goes on to a model, and is searched: the scaler is fitted to the copies of all folds.
# finds HLD102 HLD105
import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import balanced_accuracy_score
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler

payments = pd.read_csv("payments.csv")
X = payments.drop(columns=["fraud"])
y = payments["fraud"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=3, stratify=y)
# More frauds
smote = SMOTE(random_state=2)
X_train, y_train = smote.fit_resample(X_train, y_train)
# One scale
scaler = StandardScaler()
X_train = scaler.fit_transform(X_train)
X_test = scaler.transform(X_test)
model = LogisticRegression().fit(X_train, y_train)
print(model.coef_.shape)
search = GridSearchCV(KNeighborsClassifier(), {"n_neighbors": [1, 3, 5]}, scoring="balanced_accuracy")
search.fit(X_train, y_train)
best = search.best_estimator_
print("score", balanced_accuracy_score(y_test, best.predict(X_test)))
