# Words become a dense table for a model that takes no other, and a scaled one for another.
# finds HLD102 HLD102
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import cross_val_score
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler

reviews = pd.read_csv("reviews.csv")
y = reviews["stars"]
words = TfidfVectorizer()
X = pd.DataFrame(words.fit_transform(reviews["text"]).toarray(), columns=words.get_feature_names_out())
print("score", cross_val_score(GaussianNB(), X, y, cv=3).mean())
X_scaled = StandardScaler().fit_transform(X)
print("score", cross_val_score(KNeighborsClassifier(), X_scaled, y, cv=3).mean())
