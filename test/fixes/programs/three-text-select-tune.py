# Text weights, selected words, and a strength chosen on the test part.
# finds HLD101 HLD103 HLD201
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.feature_selection import SelectKBest, chi2
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

reviews = pd.read_csv("reviews.csv")
y = reviews["stars"]
X = TfidfVectorizer().fit_transform(reviews["text"])
X = SelectKBest(chi2, k=10).fit_transform(X, y)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
scores = {}
for C in (0.01, 1, 100):
    model = LogisticRegression(C=C).fit(X_train, y_train)
    scores[C] = model.score(X_test, y_test)
print("score", max(scores.values()))
chosen = LogisticRegression(C=1).fit(X_train, y_train)
print("test", chosen.score(X_test, y_test))
