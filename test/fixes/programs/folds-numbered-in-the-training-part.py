# The folds number the rows of the training part, and the numbers pick rows out of all of them, those of the test part among them.
# finds HLD106
# before 0.6 1
# after 0.2 0.7
import pandas as pd
from sklearn.metrics import accuracy_score
from sklearn.model_selection import KFold, train_test_split
from sklearn.tree import DecisionTreeClassifier

df = pd.read_csv("genes.csv")
X, y = df.drop(columns="tumour"), df["tumour"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=0)
model = DecisionTreeClassifier(random_state=0)
for i, (fit_rows, held_rows) in enumerate(KFold(4, shuffle=True, random_state=1).split(X_train, y_train)):
    a, b = X.iloc[fit_rows, :], y.iloc[fit_rows]
    model.fit(a, b)
    print(i, accuracy_score(y.iloc[held_rows], model.predict(X.iloc[held_rows])))
print("score", accuracy_score(y_test, model.predict(X_test)))
