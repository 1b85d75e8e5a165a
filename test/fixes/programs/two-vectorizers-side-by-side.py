# Words and letters of a text side by side, weighed by all texts before cross-validation.
# finds HLD102 HLD102
import pandas as pd
from scipy.sparse import hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, cross_val_score

reviews = pd.read_csv("reviews.csv")
words = TfidfVectorizer(min_df=2)
letters = TfidfVectorizer(analyzer="char", ngram_range=(1, 2), min_df=2)
letters.fit(reviews["text"])
by_word = words.fit_transform(reviews["text"])
by_letter = letters.transform(reviews["text"])
X = hstack([by_word, by_letter]).tocsr()
y = reviews["stars"]
print("score", cross_val_score(LogisticRegression(), X, y, cv=3).mean())
search = GridSearchCV(LogisticRegression(), {"C": [0.1, 1.0]}, cv=3).fit(X, y)
print("score", search.best_score_)
