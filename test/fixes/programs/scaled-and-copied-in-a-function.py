# A function scales each of three parts by itself, and copies rows of the training part.
# finds HLD111
import numpy as np
import pandas as pd
from imblearn.over_sampling import RandomOverSampler
from sklearn.metrics import balanced_accuracy_score
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("patients.csv")[["age", "dose", "pressure", "weight", "sick"]]


def prepared(part, copies=False):
    X = part[part.columns[:-1]].values
    y = part[part.columns[-1]].values
    scaler = StandardScaler()
    X = scaler.fit_transform(X)
    if copies:
        X, y = RandomOverSampler(random_state=0).fit_resample(X, y)
    return np.hstack((X, np.reshape(y, (-1, 1)))), X, y


rows = df.sample(frac=1, random_state=1)
train, valid, test = rows[:240], rows[240:320], rows[320:]
train, X_train, y_train = prepared(train, copies=True)
valid, X_valid, y_valid = prepared(valid)
test, X_test, y_test = prepared(test)
model = KNeighborsClassifier(n_neighbors=7).fit(X_train, y_train)
print("score", balanced_accuracy_score(y_test, model.predict(X_test)))
