# A text vectoriser and a decomposition in a row.
# finds HLD101 HLD101
import pandas as pd
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

reviews = pd.read_csv("reviews.csv")
texts, labels = reviews["text"], reviews["stars"]
words = TfidfVectorizer()
weights = words.fit_transform(texts)
svd = TruncatedSVD(n_components=12, random_state=0)
topics = svd.fit_transform(weights)
X_train, X_test, y_train, y_test = train_test_split(topics, labels, random_state=2)
print("score", LogisticRegression(max_iter=500).fit(X_train, y_train).score(X_test, y_test))
