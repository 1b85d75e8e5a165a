# See names.py.

#### Everything inside the cross-validation
import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
rocks = pd.read_csv("rocks.csv")
steps = make_pipeline(SimpleImputer(), StandardScaler(), SelectKBest(f_classif, k=4), LogisticRegression())
print(cross_val_score(steps, rocks.drop(columns="ore"), rocks["ore"], cv=10).mean())

#### A composite used as a transformer before the split
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import OneHotEncoder, StandardScaler
rocks = pd.read_csv("rocks.csv")
prepare = ColumnTransformer([("numbers", StandardScaler(), ["mass", "depth"]), ("kinds", OneHotEncoder(), ["colour"])])
X = prepare.fit_transform(rocks.drop(columns="ore"))  # HLD101
A, B, a, b = train_test_split(X, rocks["ore"], random_state=2)
print(LogisticRegression().fit(A, a).score(B, b))

#### A composite of one-hot columns only learns a vocabulary
import pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import OneHotEncoder
rocks = pd.read_csv("rocks.csv")
prepare = make_column_transformer((OneHotEncoder(), ["colour", "shape"]))
X = prepare.fit_transform(rocks[["colour", "shape"]])
A, B, a, b = train_test_split(X, rocks["ore"], random_state=2)
print(LogisticRegression().fit(A, a).score(B, b))

#### A search on the training part, one score on the test part
import pandas as pd
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
rocks = pd.read_csv("rocks.csv")
A, B, a, b = train_test_split(rocks.drop(columns="ore"), rocks["ore"], random_state=2)
search = GridSearchCV(make_pipeline(StandardScaler(), SVC()), {"svc__C": [1, 10]}, cv=5).fit(A, a)
print(search.score(B, b))

#### A search on all rows, then a test
import pandas as pd
from sklearn.model_selection import RandomizedSearchCV, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
rocks = pd.read_csv("rocks.csv")
X, y = rocks.drop(columns="ore"), rocks["ore"]
A, B, a, b = train_test_split(X, y, random_state=2)
steps = make_pipeline(StandardScaler(), SVC())
search = RandomizedSearchCV(steps, {"svc__C": [1, 10, 100]}, n_iter=3, cv=5).fit(X, y)  # HLD201
model = steps.set_params(**search.best_params_).fit(A, a)
print(model.score(B, b))

#### A pipeline fitted on the training part
import pandas as pd
from sklearn.decomposition import PCA
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import Pipeline
rocks = pd.read_csv("rocks.csv")
A, B, a, b = train_test_split(rocks.drop(columns="ore"), rocks["ore"], random_state=2)
model = Pipeline([("axes", PCA(5)), ("near", KNeighborsClassifier())])
model.fit(A, a)
print(model.score(B, b))
