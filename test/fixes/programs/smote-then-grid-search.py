# A search over oversampled rows; the grid is a variable.
# finds HLD105
# before 0.75 1
# after 0.3 0.7
import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.model_selection import GridSearchCV
from sklearn.neighbors import KNeighborsClassifier

df = pd.read_csv("payments.csv")
X, y = df.drop(columns="fraud"), df["fraud"]
smote = SMOTE(random_state=0)
X_more, y_more = smote.fit_resample(X, y)
grid = {"n_neighbors": [1, 3, 5]}
search = GridSearchCV(KNeighborsClassifier(), grid, cv=5, scoring="balanced_accuracy")
search.fit(X_more, y_more)
print("score", search.cv_results_["mean_test_score"].mean())
