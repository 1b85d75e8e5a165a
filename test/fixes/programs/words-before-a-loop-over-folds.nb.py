# Words and letters are counted in all texts; both go into the model of each fold, and of the new texts.
# finds HLD102 HLD102
# %%
import numpy as np
import pandas as pd
from scipy.sparse import hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import KFold
# %%
reviews = pd.read_csv("reviews.csv")
text = reviews["text"]
new_text = reviews["text"].head(20)
y = reviews["stars"].values
# %%
words = TfidfVectorizer()
words.fit(text)
text_words = words.transform(text)
new_words = words.transform(new_text)
# %%
letters = TfidfVectorizer(analyzer="char")
letters.fit(text)
text_letters = letters.transform(text)
new_letters = letters.transform(new_text)
# %%
# side by side
features = hstack([text_words, text_letters]).tocsr()
new_features = hstack([new_words, new_letters]).tocsr()
# %%
guess = np.zeros(len(y))
new_guess = np.zeros(len(new_text))
for n, (train, valid) in enumerate(KFold(n_splits=4).split(features)):
    model = LogisticRegression().fit(features[train], y[train])
    guess[valid] = model.predict(features[valid])
    new_guess += model.predict_proba(new_features)[:, 1] / 4
print("score", accuracy_score(y, guess))
