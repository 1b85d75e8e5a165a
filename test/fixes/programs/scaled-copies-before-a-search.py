# Copies are made before the split, scaled, and searched on in folds.
# finds HLD102 HLD105
# before 0.85 1.01
# after 0.02 0.3
import pandas as pd
from imblearn.over_sampling import RandomOverSampler
from sklearn.metrics import f1_score
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("payments.csv")
X, y = df.drop(columns="fraud"), df["fraud"]
sampler = RandomOverSampler(random_state=0)
X_even, y_even = sampler.fit_resample(X, y)
X_train, X_test, y_train, y_test = train_test_split(X_even, y_even, test_size=0.3, random_state=0)
scaler = StandardScaler()
X_train = scaler.fit_transform(X_train)
X_test = scaler.transform(X_test)
search = GridSearchCV(KNeighborsClassifier(), {"n_neighbors": [1, 3]}, cv=3, scoring="f1")
search.fit(X_train, y_train)
print("score", f1_score(y_test, search.predict(X_test)))
