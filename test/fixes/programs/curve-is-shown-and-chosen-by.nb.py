# The points of a curve of the test rows are shown as a result, and the limit is chosen by them.
# finds HLD201
# %%
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import auc, f1_score, precision_recall_curve
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

# %%
df = pd.read_csv("wines.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns=["good", "grade", "price"]), df["good"], random_state=0)
model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))
model.fit(X_train, y_train)
# %%
chances = model.predict_proba(X_test)[:, 1]
precision, recall, limits = precision_recall_curve(y_test, chances)
area = auc(recall, precision)
print("area", round(area, 3))
# %%
# The limit with the best F1
f1 = 2 * precision * recall / (precision + recall + 1e-9)
best = limits[np.argmax(f1[:-1])]
print("Best limit:", round(best, 2))
# %%
print("score", f1_score(y_test, chances >= best))
