# Axes of all rows, two models.
# finds HLD102
import pandas as pd
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_validate
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

df = pd.read_csv("wines.csv")
X, y = df.drop(columns=["good", "grade", "price"]), df["good"]
parts = PCA(n_components=4).fit_transform(X)
for model in (LogisticRegression(), SVC()):
    print("score", cross_validate(model, parts, y, cv=5)["test_score"].mean())
print("all columns", cross_validate(make_pipeline(StandardScaler(), SVC()), X, y, cv=5)["test_score"].mean())
