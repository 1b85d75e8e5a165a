# A function that fits a scaler and encoders to the training rows, and to the test rows again.
# finds HLD111 HLD111
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder, StandardScaler


def prepare(table, columns):
    table = table[columns].copy()
    # Scale all columns
    scaler = StandardScaler()
    table[columns] = scaler.fit_transform(table[columns])
    table["old"] = (table["age"] > 0).astype(str)
    for name in ["old"]:
        encoder = LabelEncoder()
        table[name] = encoder.fit_transform(table[name])
    return table


df = pd.read_csv("patients.csv")
X_train, X_test, y_train, y_test = train_test_split(df, df["sick"], random_state=0)
train = prepare(X_train, ["age", "dose"])
test = prepare(X_test, ["age", "dose"])
model = LogisticRegression()
model.fit(train, y_train)
print("score", model.score(test, y_test))
