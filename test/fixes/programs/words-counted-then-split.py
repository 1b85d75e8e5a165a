# The words of all reviews are counted, then the reviews are split.
# finds HLD112
import pandas as pd
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import MultinomialNB

df = pd.read_csv("reviews.csv")
words = CountVectorizer(min_df=2)  # no rare ones
X = words.fit_transform(df["text"])
X_train, X_test, y_train, y_test = train_test_split(X, df["stars"], test_size=0.3, random_state=0)
model = MultinomialNB().fit(X_train, y_train)
print("score", model.score(X_test, y_test))
