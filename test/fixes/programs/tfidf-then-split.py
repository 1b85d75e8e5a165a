# TF-IDF weights over all texts.
# finds HLD101
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import train_test_split
from sklearn.svm import LinearSVC

reviews = pd.read_csv("reviews.csv")
vectorizer = TfidfVectorizer(min_df=2)
features = vectorizer.fit_transform(reviews["text"].str.lower())
X_train, X_test, y_train, y_test = train_test_split(features, reviews["stars"], test_size=0.3, random_state=0)
model = LinearSVC().fit(X_train, y_train)
print("score", model.score(X_test, y_test))
