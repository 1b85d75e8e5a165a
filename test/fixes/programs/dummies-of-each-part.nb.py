# Dummy columns of the test rows, in which a clinic is missing.
# finds HLD601
# fails before
# %%
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score

df = pd.read_csv("patients.csv")
train, test = df[:300], df[300:]
test = test[test["clinic"] != "A"]
# %%
X_train = pd.get_dummies(train.drop(columns="sick"))
X_test = pd.get_dummies(test.drop(columns="sick"))
# %%
model = LogisticRegression(max_iter=1000).fit(X_train, train["sick"])
print("score", accuracy_score(test["sick"], model.predict(X_test)))
