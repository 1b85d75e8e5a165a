# Test rows are scaled by a fit of their own before the training rows are, and those of a second model once labels have been scaled by the same object.
# finds HLD111 HLD111
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.metrics import r2_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler, StandardScaler

df = pd.read_csv("wines.csv")
train, test = train_test_split(df, random_state=0)


def scored(train, test):
    test_x = test[["alcohol", "acid", "salt"]]
    test_x = StandardScaler().fit_transform(test_x)  # test rows

    train_x = train[["alcohol", "acid", "salt"]]
    train_x = StandardScaler().fit_transform(train_x)
    model = Ridge().fit(train_x, train["price"])
    return r2_score(test["price"], model.predict(test_x))


print("score", scored(train, test))

train, test = train_test_split(pd.read_csv("patients.csv"), random_state=0)
scaler = MinMaxScaler()
a = pd.DataFrame(scaler.fit_transform(train[["age", "dose"]]))
b = scaler.fit_transform(train[["weight"]])
c = pd.DataFrame(scaler.fit_transform(test[["age", "dose"]]))
scaler.fit(train[["weight"]])
model = Ridge(alpha=0.1).fit(a, b)
print("score", r2_score(scaler.transform(test[["weight"]]), model.predict(c)))
