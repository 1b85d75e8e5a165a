# A function oversamples the rows that it is handed; the copies are cross-validated.
# finds HLD105
# before 0.7 1
# after 0.3 0.7
import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.model_selection import cross_val_score
from sklearn.neighbors import KNeighborsClassifier


def balanced(X, y):
    """As many of each class."""
    smote = SMOTE(random_state=0)
    return smote.fit_resample(X, y)


payments = pd.read_csv("payments.csv")
X, y = payments.drop(columns="fraud"), payments["fraud"]
X_more, y_more = balanced(X, y)
print("score", cross_val_score(KNeighborsClassifier(1), X_more, y_more, cv=5, scoring="balanced_accuracy").mean())
