# As many rows of the common class as of the rare one are drawn, and shuffled, before the split.
# finds HLD306
# before 0.35 0.68
# after 0.03 0.3
# %%
import pandas as pd
from sklearn.metrics import precision_score
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier

df = pd.read_csv("payments.csv")
# %%
# even out the classes
rare = df[df["fraud"] == 1]
usual = df[df["fraud"] == 0].sample(n=len(rare), random_state=0)
even = pd.concat([usual, rare])
even = even.sample(frac=1, random_state=0).reset_index(drop=True)
print(even["fraud"].value_counts())
# %%
X = even.drop(columns="fraud")
y = even["fraud"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=0)
# %%
model = KNeighborsClassifier(n_neighbors=9).fit(X_train, y_train)
print("score", precision_score(y_test, model.predict(X_test)))
