# Several transformers in a row.
# finds HLD101 HLD101
import pandas as pd
from sklearn.decomposition import PCA
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

wines = pd.read_csv("wines.csv")
X = wines.drop(columns=["good", "grade", "price"])
y = wines["grade"]
X_scaled = StandardScaler().fit_transform(X)
X_small = PCA(n_components=5, random_state=0).fit_transform(X_scaled)
X_train, X_test, y_train, y_test = train_test_split(X_small, y, random_state=0)
model = SVC()
model.fit(X_train, y_train)
print("score", model.score(X_test, y_test))
