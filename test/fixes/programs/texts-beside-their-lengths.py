# What is known of a text lies beside its words, which were weighed by all rows, before cross-validation and before a search.
# finds HLD102
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import GridSearchCV, KFold, cross_val_score

df = pd.read_csv("reviews.csv")
df["length"] = df["text"].apply(len)
df["spaces"] = df["text"].apply(lambda text: text.count(" "))
words = TfidfVectorizer()
weights = words.fit_transform(df["text"])
X = pd.concat([df["length"], df["spaces"], pd.DataFrame(weights.toarray(), columns=words.get_feature_names_out())], axis=1)
forest = RandomForestRegressor(n_estimators=10, random_state=0)
print("score", cross_val_score(forest, X, df["stars"], cv=KFold(4)).mean())
search = GridSearchCV(RandomForestRegressor(n_estimators=10, random_state=0), {"max_depth": [2, 4]}, cv=3)
search.fit(X, df["stars"])
print("score", search.best_score_)
