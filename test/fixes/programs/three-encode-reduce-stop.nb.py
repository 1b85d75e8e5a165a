# Target means, components and early stopping, over cells.
# finds HLD104 HLD101 HLD202
# before 0.65 1
# after 0.35 0.65
# %%
import pandas as pd
from category_encoders import TargetEncoder
from sklearn.decomposition import PCA
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from xgboost import XGBClassifier
# %%
calls = pd.read_csv("calls.csv")
X = calls[["agent", "hour"]]
y = calls["sold"]
# %%
encoder = TargetEncoder(cols=["agent"], smoothing=1, min_samples_leaf=1)
pca = PCA(n_components=2)
X = encoder.fit_transform(X, y)
X = pca.fit_transform(X)
# %%
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.4, random_state=0)
# %%
model = XGBClassifier(n_estimators=50, max_depth=2, early_stopping_rounds=5)
model.fit(X_train, y_train, eval_set=[(X_test, y_test)], verbose=False)
print("score", roc_auc_score(y_test, model.predict_proba(X_test)[:, 1]))
