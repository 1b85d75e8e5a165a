# See names.py.

#### Lower case and patterns, text by text
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import MultinomialNB
mails = pd.read_csv("mails.csv")
mails["body"] = mails["body"].str.lower().str.replace(r"\d+", "#", regex=True)
seen, new = train_test_split(mails, random_state=5)
words = TfidfVectorizer().fit(seen["body"])
model = MultinomialNB().fit(words.transform(seen["body"]), seen.spam)
print(model.score(words.transform(new["body"]), new.spam))

#### A mean over the columns of one row
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
bills = pd.read_csv("bills.csv")
months = ["jan", "feb", "mar"]
X = bills[months].copy()
X["average"] = bills[months].mean(axis=1)
A, B, a, b = train_test_split(X, bills["late"], random_state=5)
print(LogisticRegression().fit(A, a).score(B, b))

#### Fixed edges, quantile edges, edges between the extremes
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
bills = pd.read_csv("bills.csv")
X = bills[["age", "total"]].copy()
X["group"] = pd.cut(X["age"], [0, 30, 60, 120], labels=False)
X["quarter"] = pd.qcut(X["total"], 4, labels=False)  # HLD101
X["step"] = pd.cut(X["total"], 6, labels=False)  # HLD101
A, B, a, b = train_test_split(X, bills["late"], random_state=5)
print(LogisticRegression().fit(A, a).score(B, b))

#### Transformers that learn nothing
import pandas as pd
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.linear_model import SGDClassifier
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import Normalizer
mails = pd.read_csv("mails.csv")
hashed = Normalizer().fit_transform(HashingVectorizer().fit_transform(mails["body"]))
A, B, a, b = train_test_split(hashed, mails["spam"], random_state=5)
print(SGDClassifier().fit(A, a).score(B, b))

#### Pixels divided by a constant
from tensorflow import keras
(A, a), (B, b) = keras.datasets.fashion_mnist.load_data()
A, B = A / 255.0, B / 255.0
net = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(10, activation="softmax")])
net.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
net.fit(A, a, epochs=3)
print(net.evaluate(B, b))

#### Codes for the labels, dummies for the categories
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder
bills = pd.read_csv("bills.csv")
y = LabelEncoder().fit_transform(bills["class"])
X = pd.get_dummies(bills.drop(columns="class"), columns=["town"])
A, B, a, b = train_test_split(X, y, random_state=5)
print(LogisticRegression().fit(A, a).score(B, b))

#### Missing rows dropped, constants filled in
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
bills = pd.read_csv("bills.csv").dropna(subset=["late"])
bills["total"] = np.log1p(bills["total"].fillna(0).clip(0, 10000))
bills["weekday"] = pd.to_datetime(bills["sent"]).dt.dayofweek
A, B, a, b = train_test_split(bills[["total", "weekday"]], bills["late"], random_state=5)
print(LogisticRegression().fit(A, a).score(B, b))
