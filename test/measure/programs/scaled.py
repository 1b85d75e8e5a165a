# The scaler learns from all rows, which for these data is worth nothing that could be told from chance.
import numpy as np
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler

rng = np.random.default_rng(11)
X = rng.normal(size=(400, 5))
y = (X[:, 0] + rng.normal(size=400) > 0).astype(int)
scaler = StandardScaler()
X = scaler.fit_transform(X)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=3)
model = KNeighborsClassifier(n_neighbors=15).fit(X_train, y_train)
print("score", model.score(X_test, y_test))
