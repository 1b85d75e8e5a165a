# Text weights before cross-validation.
# finds HLD102
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import cross_val_predict
from sklearn.metrics import f1_score
from sklearn.naive_bayes import MultinomialNB

reviews = pd.read_csv("reviews.csv")
y = reviews["stars"]
X = TfidfVectorizer().fit_transform(reviews["text"])
guess = cross_val_predict(MultinomialNB(), X, y, cv=5)
print("score", f1_score(y, guess))
