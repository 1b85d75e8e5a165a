# A search over cells, its best parameter read by name.
# finds HLD102
# %%
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.preprocessing import StandardScaler
# %%
df = pd.read_csv("patients.csv")
X_train, X_test, y_train, y_test = train_test_split(df[["age", "dose", "weight"]], df["sick"], random_state=0)
# %%
scaler = StandardScaler().fit(X_train)
# %%
params = {"C": [0.01, 0.1, 1, 10]}
search = GridSearchCV(LogisticRegression(), params, cv=5)
search.fit(scaler.transform(X_train), y_train)
# %%
print("C", search.best_params_["C"])
print("score", search.score(scaler.transform(X_test), y_test))
