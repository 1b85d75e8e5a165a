# A selection, a scaler and a search, all before the folds are cut.
# finds HLD103 HLD102
# before 0.75 1
# after 0.3 0.7
import pandas as pd
from sklearn.feature_selection import SelectKBest
from sklearn.model_selection import GridSearchCV
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

df = pd.read_csv("genes.csv")
X, y = df.drop(columns="tumour"), df["tumour"]
X_best = SelectKBest(k=30).fit_transform(X, y)
X_scaled = StandardScaler().fit_transform(X_best)
search = GridSearchCV(SVC(), {"C": [0.5, 1, 2]}, cv=5)
search.fit(X_scaled, y)
print("score", search.cv_results_["mean_test_score"].mean())
