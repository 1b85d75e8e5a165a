# The test part is made even as well, by its own neighbours.
# finds HLD306
# before 0.35 0.68
# after 0.03 0.3
# %%
import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.metrics import precision_score
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier

df = pd.read_csv("payments.csv")
X, y = df.drop(columns="fraud"), df["fraud"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=0, stratify=y)
# %%
smote = SMOTE(random_state=0)
X_train_even, y_train_even = smote.fit_resample(X_train, y_train)
X_test_even, y_test_even = smote.fit_resample(X_test, y_test)
print(X_train_even.shape, X_test_even.shape)
# %%
model = KNeighborsClassifier(n_neighbors=9).fit(X_train_even, y_train_even)
print("score", precision_score(y_test_even, model.predict(X_test_even)))
