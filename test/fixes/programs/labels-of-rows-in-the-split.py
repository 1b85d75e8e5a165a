# The split takes the labels of the rows along.
# finds HLD101
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("patients.csv")
X = StandardScaler().fit_transform(df[["age", "dose"]])
print(X[:3])
y = df["sick"]
X_train, X_test, y_train, y_test, rows_train, rows_test = train_test_split(X, y, df.index, random_state=0)
model = LogisticRegression().fit(X_train, y_train)
print("score", model.score(X_test, y_test), df.loc[rows_test].shape)
