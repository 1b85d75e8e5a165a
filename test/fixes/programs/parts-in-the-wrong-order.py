# The parts of the split are unpacked in a wrong order.
# finds HLD113
# fails before
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("patients.csv")
X_train, y_train, X_test, y_test = train_test_split(df[["age", "dose"]], df["sick"], random_state=0)
model = LogisticRegression().fit(X_train, y_train)
print("score", model.score(X_test, y_test))
