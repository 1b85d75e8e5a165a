# Gaps are filled by all rows, rare ones are multiplied, and all of it is split.
# finds HLD101 HLD101 HLD101 HLD105
import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import balanced_accuracy_score
from sklearn.model_selection import train_test_split

df = pd.read_csv("records.csv")[["age", "dose", "pressure", "weight", "sick"]]
# typical values for what is missing
df["age"] = df["age"].fillna(df["age"].median())
df["dose"] = df["dose"].fillna(df["dose"].median())
df["weight"] = df["weight"].fillna(df["weight"].median())
X = df.drop(columns="sick")
y = df["sick"]

# balance the classes
X_more, y_more = SMOTE(random_state=0).fit_resample(X, y)

X_train, X_test, y_train, y_test = train_test_split(X_more, y_more, test_size=0.3, random_state=1)
model = LogisticRegression(max_iter=1000).fit(X_train, y_train)
print("score", balanced_accuracy_score(y_test, model.predict(X_test)))
