# Two scalers fitted where they are used, one of them on the test rows.
# finds HLD111 HLD111
import pandas as pd
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

wines = pd.read_csv("wines.csv")
X = wines.drop(columns=["good", "grade", "price"])
y = wines["good"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=2)
X_train = StandardScaler().fit(X_train).transform(X_train)
X_test = StandardScaler().fit(X_test).transform(X_test)
pca = PCA(5, random_state=0).fit(X_train)
X_train = pca.transform(X_train)
pca = PCA(5, random_state=0).fit(X_test)
X_test = pca.transform(X_test)
model = LogisticRegression().fit(X_train, y_train)
print("score", accuracy_score(y_test, model.predict(X_test)))
