# A function caps outliers of one column, another calls it for all; the split is stratified by what is named later.
# finds HLD101 HLD101
# %%
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
# %%
def cap(table, column):
    low = table[column].quantile(0.05)
    high = table[column].quantile(0.95)
    table[column] = np.clip(table[column], low, high)
    return table

def cap_all(table, columns):
    for column in columns:
        capped = cap(table, column)
    return capped
# %%
df = pd.read_csv("patients.csv")
df = cap_all(df, ["age", "dose"])
# %%
coded = pd.get_dummies(df, columns=["sex", "clinic"], drop_first=True)
X = coded.drop(columns="sick")
y = coded.sick
X_train, X_test, y_train, y_test = train_test_split(X, y, stratify=y, random_state=42, test_size=0.2)
# %%
model = LogisticRegression(max_iter=2000).fit(X_train, y_train)
print("score", model.score(X_test, y_test))
