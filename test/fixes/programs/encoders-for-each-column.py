# A loop fits an encoder to each column of the training rows, another one to each column of the test rows.
# finds HLD111
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder

df = pd.read_csv("patients.csv")
train, test = train_test_split(df, test_size=0.3, random_state=2)
y_train, y_test = train["sick"], test["sick"]
train = train.drop(columns="sick")
test = test.drop(columns="sick")
for name in train.columns:
    if train[name].dtype == "object" or str(train[name].dtype).startswith("str"):
        encoder = LabelEncoder()
        encoder.fit(list(train[name].values))
        train[name] = encoder.transform(list(train[name].values))
for name in test.columns:
    if test[name].dtype == "object" or str(test[name].dtype).startswith("str"):
        encoder = LabelEncoder()
        encoder.fit(list(test[name].values))
        test[name] = encoder.transform(list(test[name].values))  # the same letters
model = RandomForestClassifier(random_state=0).fit(train, y_train)
print("score", accuracy_score(y_test, model.predict(test)))
