# Sparse words made dense and bound beside the labels; the best parameters of two searches are kept in a table and printed.
# finds HLD102
# leaves HLD203
# %%
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, train_test_split

reviews = pd.read_csv("reviews.csv")
train, test = train_test_split(reviews, random_state=0)
# %%
words = TfidfVectorizer()
words.fit(train["text"])
X_train, y_train = words.transform(train["text"]).toarray(), train["stars"]
X_test, y_test = words.transform(test["text"]).toarray(), test["stars"]
# %%
found = {}
search = GridSearchCV(LogisticRegression(), {"C": [0.1, 1]}, cv=3)
search.fit(X_train, y_train)
found["logistic"] = search.best_params_
print("score", search.score(X_test, y_test))
# %%
search = GridSearchCV(RandomForestClassifier(random_state=0), {"max_depth": [2, 4]}, cv=3)
search.fit(X_train, y_train)
found["forest"] = search.best_params_
print("score", search.best_estimator_.score(X_test, y_test))
for name in found:
    print(name, found[name])
