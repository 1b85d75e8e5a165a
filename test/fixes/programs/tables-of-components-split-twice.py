# Components are laid out as a table, drawn for a picture, and split twice: by shares of another size.
# finds HLD101
import numpy as np
import pandas as pd
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

wines = pd.read_csv("wines.csv")
taste = wines.drop(columns=["good", "grade", "price"])
kind = wines["good"]
components = PCA(n_components=4)
taste = pd.DataFrame(components.fit_transform(taste), columns=["first", "second", "third", "fourth"], index=taste.index)
print(taste.shape, "rows and components")
print("spread", taste["first"].std())
for share in (0.2, 0.3):
    taste_train, taste_test, kind_train, kind_test = train_test_split(taste, kind, test_size=share, random_state=0)
    model = LogisticRegression(max_iter=1000).fit(taste_train[["first", "second"]], kind_train)
    print("score", share, model.score(taste_test[["first", "second"]], kind_test))
taste_train, taste_test, kind_train, kind_test = train_test_split(taste, kind, test_size=0.5, random_state=1)
print("score", LogisticRegression(max_iter=1000).fit(taste_train, kind_train).score(taste_test, kind_test))
