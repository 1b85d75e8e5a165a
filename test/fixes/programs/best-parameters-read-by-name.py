# What a search over twice prepared rows found best is printed, read by name and given to a model that is trained on them.
# finds HLD102 HLD102
import pandas as pd
from sklearn.decomposition import PCA
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

df = pd.read_csv("wines.csv")
X, y = df.drop(columns=["good", "grade", "price"]), df["grade"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
scaler = StandardScaler()
pca = PCA(n_components=3, random_state=0)
X_train_reduced = pca.fit_transform(scaler.fit_transform(X_train))
X_test_reduced = pca.transform(scaler.transform(X_test))

search = GridSearchCV(SVC(), {"C": [0.1, 1, 10], "kernel": ["linear", "rbf"]}, cv=4)
search.fit(X_train_reduced, y_train)
best = search.best_params_
print(f"C = {best['C']}, kernel = {best['kernel']}")
model = SVC(C=best["C"], kernel=best["kernel"], probability=True, random_state=0)
model.fit(X_train_reduced, y_train)
print("score", model.score(X_test_reduced, y_test))
