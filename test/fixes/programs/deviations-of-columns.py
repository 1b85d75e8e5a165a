# Columns are put on a scale by a function of SciPy, with all rows.
# finds HLD101
import pandas as pd
from scipy import stats
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("patients.csv")
df[["age", "dose"]] = stats.zscore(df[["age", "dose"]], ddof=1)
X = df[["age", "dose", "weight"]]
y = df["sick"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=2)
print("score", LogisticRegression(max_iter=1000).fit(X_train, y_train).score(X_test, y_test))
