# Trained on all rows to predict those of another file, and scored on a part that is cut further down; its importances are shown.
# finds HLD106
# before 0.95 1
# after 0.2 0.8
# %%
import pandas as pd
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier
# %%
df = pd.read_csv("genes.csv")
X, y = df.drop(columns="tumour"), df["tumour"]
# %%
model = DecisionTreeClassifier(random_state=0)
model.fit(X, y)
# %%
new = pd.read_csv("genes.csv").drop(columns="tumour").sample(20, random_state=0)
print(model.predict(new))
# %%
# a part to score
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.4, random_state=0)
# %%
# both parts
train_pred = model.predict(X_train)
test_pred = model.predict(X_test)
print("train", accuracy_score(y_train, train_pred))
print("score", accuracy_score(y_test, test_pred))
# %%
print(model.feature_importances_.max())
