# A weight for the rare class, but a split that leaves the shares of the classes to chance.
# finds HLD302
import pandas as pd
from lightgbm import LGBMClassifier
from sklearn.metrics import balanced_accuracy_score
from sklearn.model_selection import train_test_split

df = pd.read_csv("payments.csv")
X, y = df.drop(columns="fraud"), df["fraud"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
model = LGBMClassifier(n_estimators=40, scale_pos_weight=20, random_state=0, verbose=-1).fit(X_train, y_train)
print("score", balanced_accuracy_score(y_test, model.predict(X_test)))
