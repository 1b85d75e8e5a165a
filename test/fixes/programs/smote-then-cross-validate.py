# New rows before the folds are cut.
# finds HLD105
# before 0.75 1
# after 0.3 0.68
import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.model_selection import cross_val_score
from sklearn.neighbors import KNeighborsClassifier

df = pd.read_csv("payments.csv")
X, y = df.drop(columns="fraud"), df["fraud"]
X_more, y_more = SMOTE(random_state=0).fit_resample(X, y)
scores = cross_val_score(KNeighborsClassifier(n_neighbors=3), X_more, y_more, cv=5, scoring="balanced_accuracy")
print("score", scores.mean())
