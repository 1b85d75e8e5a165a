# Accuracy where one row in eight is a fraud.
# finds HLD301
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split

df = pd.read_csv("payments.csv")
X, y = df.drop(columns="fraud"), df["fraud"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0, stratify=y)
model = RandomForestClassifier(n_estimators=40, class_weight="balanced", random_state=0).fit(X_train, y_train)
print("score", accuracy_score(y_test, model.predict(X_test)))
