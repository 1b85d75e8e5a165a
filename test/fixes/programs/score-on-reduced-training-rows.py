# The model is trained on components of the training rows, and nobody has reduced the test rows yet.
# finds HLD205
# before 1 1
# after 0.3 0.7
import pandas as pd
from sklearn.decomposition import PCA
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier

df = pd.read_csv("genes.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="tumour"), df["tumour"], test_size=0.4, random_state=5)
pca = PCA(n_components=3)
pca.fit(X_train)
reduced = pca.transform(X_train)
tree = DecisionTreeClassifier(random_state=0)
tree.fit(reduced, y_train)
accuracy = tree.score(reduced, y_train)
print("score", accuracy)
