# Two transformers, each fitted and applied in statements of their own.
# finds HLD102 HLD102
import pandas as pd
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score, train_test_split
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("wines.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns=["good", "grade", "price"]), df["good"], random_state=0)
scaler = StandardScaler()
scaler.fit(X_train)
X_train = scaler.transform(X_train)
X_test = scaler.transform(X_test)
pca = PCA(n_components=3)
pca.fit(X_train)
X_train = pca.transform(X_train)
X_test = pca.transform(X_test)
print("score", cross_val_score(LogisticRegression(), X_train, y_train, cv=4).mean())
model = LogisticRegression().fit(X_train, y_train)
print("score", model.score(X_test, y_test))
