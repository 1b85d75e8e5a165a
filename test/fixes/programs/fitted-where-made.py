# The object is fitted where it is made.
# finds HLD101
import pandas as pd
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

wines = pd.read_csv("wines.csv")
y = wines["good"]
X = wines.drop(columns=["good", "grade", "price"])
pca = PCA(n_components=6).fit(X)
X = pca.transform(X)
X_train, X_test, y_train, y_test = train_test_split(
    X, y,
    test_size=0.2,
    random_state=5,
)
print("score", LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
