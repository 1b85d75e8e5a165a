# Nothing is held out: columns of noise are learned by heart.
# finds HLD205
# before 0.95 1
# after 0.2 0.8
import pandas as pd
from sklearn.metrics import accuracy_score
from sklearn.tree import DecisionTreeClassifier

df = pd.read_csv("genes.csv")
X = df.drop(columns="tumour")
y = df["tumour"]
model = DecisionTreeClassifier(random_state=0)
model.fit(X, y)
guess = model.predict(X)
print("score", accuracy_score(y, guess))
