# Trained on all rows, tested on some of them: noise looks known by heart.
# finds HLD106
# before 0.95 1
# after 0.2 0.8
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier

df = pd.read_csv("genes.csv")
X, y = df.drop(columns="tumour"), df["tumour"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.4, random_state=0)
model = DecisionTreeClassifier(random_state=0).fit(X, y)
print("score", model.score(X_test, y_test))
