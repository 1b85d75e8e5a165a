# A scaler and a selection in a row.
# finds HLD101 HLD103
# before 0.75 1
# after 0.25 0.75
import pandas as pd
from sklearn.feature_selection import SelectKBest
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("genes.csv")
X = df.drop(columns="tumour").values
y = df["tumour"].values
X = StandardScaler().fit_transform(X)
selector = SelectKBest(k=30)
X = selector.fit_transform(X, y)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.4, random_state=0)
print("score", LogisticRegression(max_iter=1000).fit(X_train, y_train).score(X_test, y_test))
