# Two tables are laid end to end for their words, and taken apart again.
# finds HLD101
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

reviews = pd.read_csv("reviews.csv")
reviews.iloc[:240].to_csv("reviews_before.csv", index=False)
reviews.iloc[240:].to_csv("reviews_after.csv", index=False)
before = pd.read_csv("reviews_before.csv")
after = pd.read_csv("reviews_after.csv")
both = pd.concat([before, after])
words = TfidfVectorizer()
X = words.fit_transform(both["text"])
model = LogisticRegression().fit(X[: len(before)], before["stars"])
print("score", model.score(X[len(before) :], after["stars"]))
