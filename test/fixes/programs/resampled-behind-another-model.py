# A model of the rows as they are stands between the resampling and the split of the copies, which has the names of its parts.
# finds HLD105
import pandas as pd
from imblearn.over_sampling import RandomOverSampler
from sklearn.metrics import balanced_accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier

df = pd.read_csv("patients.csv")
X, y = df[["age", "dose", "pressure", "weight"]], (df["dose"] > 12).astype(int) * df["sick"]
sampler = RandomOverSampler(random_state=2)
X_more, y_more = sampler.fit_resample(X, y)
print("rows", len(X_more))
X_train, X_test, y_train, y_test = train_test_split(X, y, stratify=y, random_state=3)
model = DecisionTreeClassifier(random_state=0).fit(X_train, y_train)
print("depth", model.get_depth())
X_train, X_test, y_train, y_test = train_test_split(X_more, y_more, random_state=3)
model = DecisionTreeClassifier(random_state=0).fit(X_train, y_train)
print("score", balanced_accuracy_score(y_test, model.predict(X_test)))
