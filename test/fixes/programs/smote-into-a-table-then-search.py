# Scaled rows are oversampled, and the copies become the training table itself; a search is asked about the test part.
# finds HLD102 HLD105
# before 0.7 1
# after 0.3 0.7
import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler

payments = pd.read_csv("payments.csv")
X, y = payments.drop(columns="fraud"), payments["fraud"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
scaler = StandardScaler()
train = scaler.fit_transform(X_train)
test = scaler.transform(X_test)
X_more, y_more = SMOTE(random_state=0).fit_resample(train, y_train)
train = pd.DataFrame(X_more, columns=X.columns)
y_train = y_more
search = GridSearchCV(KNeighborsClassifier(), {"n_neighbors": [1, 3]}, cv=5, scoring="balanced_accuracy")
search.fit(train, y_train)
print("score", search.best_score_)
print("test", search.score(test, y_test))
