# Copies by hand with pandas.
# finds HLD105
# before 0.8 1
# after 0.3 0.68
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import balanced_accuracy_score
from sklearn.model_selection import train_test_split

df = pd.read_csv("payments.csv")
usual = df[df["fraud"] == 0]
rare = df[df["fraud"] == 1].sample(len(usual), replace=True, random_state=0)
both = pd.concat([usual, rare])
X = both.drop(columns="fraud")
y = both["fraud"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=0, stratify=y)
model = RandomForestClassifier(n_estimators=60, random_state=0).fit(X_train, y_train)
print("score", balanced_accuracy_score(y_test, model.predict(X_test)))
