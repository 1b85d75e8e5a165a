# An area under the curve from hard labels.
# finds HLD303
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

df = pd.read_csv("patients.csv")
X_train, X_test, y_train, y_test = train_test_split(df[["age", "dose"]], df["sick"], random_state=0)
model = LogisticRegression().fit(X_train, y_train)
print("score", roc_auc_score(y_test, model.predict(X_test)))
