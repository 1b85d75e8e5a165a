# SMOTE in one cell, the split in the next.
# finds HLD105
# before 0.75 1
# after 0.3 0.68
# %%
import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.metrics import balanced_accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier
# %%
df = pd.read_csv("payments.csv")
X = df.drop("fraud", axis=1)
y = df.fraud
# %%
smote = SMOTE(random_state=1)
X_res, y_res = smote.fit_resample(X, y)
# %%
X_train, X_test, y_train, y_test = train_test_split(X_res, y_res, test_size=0.3, random_state=1)
# %%
knn = KNeighborsClassifier(n_neighbors=3)
knn.fit(X_train, y_train)
print("score", balanced_accuracy_score(y_test, knn.predict(X_test)))
