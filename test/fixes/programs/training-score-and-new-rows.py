# The model goes on to predict other rows: a copy of it is scored on rows held out.
# finds HLD205
# before 0.95 1
# after 0.3 0.7
import pandas as pd
from sklearn.feature_selection import SelectKBest
from sklearn.tree import DecisionTreeClassifier

df = pd.read_csv("genes.csv")
X = df.drop(columns="tumour")
y = df["tumour"]
best = SelectKBest(k=40)
X = best.fit_transform(X, y)
model = DecisionTreeClassifier(random_state=0)
model.fit(X, y)
accuracy = model.score(X, y)
print("score", accuracy)
new = pd.read_csv("genes.csv").drop(columns="tumour").head(10)
print(model.predict(best.transform(new)))
