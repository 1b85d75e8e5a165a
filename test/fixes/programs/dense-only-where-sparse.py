# What a transformer of columns gives is made dense where it is sparse, for a model that takes no sparse table.
# finds HLD102
import pandas as pd
from scipy.sparse import issparse
from sklearn.compose import ColumnTransformer
from sklearn.gaussian_process import GaussianProcessClassifier
from sklearn.model_selection import cross_val_score
from sklearn.preprocessing import OneHotEncoder, StandardScaler

patients = pd.read_csv("patients.csv")
X, y = patients.drop(columns="sick"), patients["sick"]
words = OneHotEncoder(handle_unknown="ignore")
columns = ColumnTransformer([("numbers", StandardScaler(), ["age", "dose"]), ("words", words, ["sex", "clinic"])], sparse_threshold=1)
X_made = columns.fit_transform(X)
X_made = X_made.toarray() if issparse(X_made) else X_made
print("score", cross_val_score(GaussianProcessClassifier(), X_made, y, cv=5).mean())
