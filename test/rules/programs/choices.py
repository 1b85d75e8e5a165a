# See names.py.

#### Two kinds of model, one test part
import pandas as pd
from sklearn.linear_model import Lasso, Ridge
from sklearn.model_selection import train_test_split
flats = pd.read_csv("flats.csv")
A, B, a, b = train_test_split(flats[["area", "floor"]], flats["rent"], random_state=4)
for model in [Ridge(), Lasso()]:
    print(model.fit(A, a).score(B, b))  # HLD203

#### One model, many metrics
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score, roc_auc_score
from sklearn.model_selection import train_test_split
flats = pd.read_csv("flats.csv")
A, B, a, b = train_test_split(flats[["area", "floor"]], flats["let"], random_state=4)
model = LogisticRegression().fit(A, a)
guess, chance = model.predict(B), model.predict_proba(B)[:, 1]
print(accuracy_score(b, guess), f1_score(b, guess), roc_auc_score(b, chance), model.score(B, b))

#### A threshold from the test part
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
flats = pd.read_csv("flats.csv")
A, B, a, b = train_test_split(flats[["area", "floor"]], flats["let"], random_state=4)
chance = LogisticRegression().fit(A, a).predict_proba(B)[:, 1]
limit = max(np.linspace(0.2, 0.8, 13), key=lambda cut: f1_score(b, chance > cut))  # HLD201
print(f1_score(b, chance > limit))

#### Settings tried with a metric of one's own
import numpy as np
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split

def error(truth, guess):
    return np.abs(truth - guess).mean()

flats = pd.read_csv("flats.csv")
A, B, a, b = train_test_split(flats[["area", "floor"]], flats["rent"], random_state=4)
for strength in (0.1, 1, 10):
    print(error(b, Ridge(alpha=strength).fit(A, a).predict(B)))  # HLD201

#### Settings tried by cross-validation of the training part
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import cross_val_score, train_test_split
flats = pd.read_csv("flats.csv")
A, B, a, b = train_test_split(flats[["area", "floor"]], flats["rent"], random_state=4)
best, best_score = None, -1.0
for strength in (0.1, 1, 10):
    score = cross_val_score(Ridge(alpha=strength), A, a, cv=5).mean()
    if score > best_score:
        best, best_score = strength, score
print(Ridge(alpha=best).fit(A, a).score(B, b))

#### The best epoch on the test part
import numpy as np
from sklearn.model_selection import train_test_split
from tensorflow.keras.callbacks import EarlyStopping, ModelCheckpoint
from tensorflow.keras.layers import Dense
from tensorflow.keras.models import Sequential
X, y = np.load("waves.npy"), np.load("kinds.npy")
A, B, a, b = train_test_split(X, y, random_state=4)
net = Sequential([Dense(16, activation="relu"), Dense(1)])
net.compile(optimizer="adam", loss="mse")
net.fit(A, a, validation_data=(B, b), epochs=50, callbacks=[EarlyStopping(), ModelCheckpoint("best.h5", save_best_only=True)])  # HLD202
net.load_weights("best.h5")
print(net.evaluate(B, b))

#### The test part only watched
import numpy as np
from sklearn.model_selection import train_test_split
from tensorflow.keras.layers import Dense
from tensorflow.keras.models import Sequential
X, y = np.load("waves.npy"), np.load("kinds.npy")
A, B, a, b = train_test_split(X, y, random_state=4)
net = Sequential([Dense(16, activation="relu"), Dense(1)])
net.compile(optimizer="adam", loss="mse")
history = net.fit(A, a, validation_data=(B, b), epochs=20)
print(net.evaluate(B, b))

#### The number of trees from the test part
import pandas as pd
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
from xgboost import XGBClassifier
flats = pd.read_csv("flats.csv")
A, B, a, b = train_test_split(flats[["area", "floor"]], flats["let"], random_state=4)
trees = XGBClassifier(n_estimators=900, early_stopping_rounds=30)
trees.fit(A, a, eval_set=[(B, b)])  # HLD202
print(f1_score(b, trees.predict(B)))

#### The same with a booster of its own
import pandas as pd
import xgboost as xgb
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import train_test_split
flats = pd.read_csv("flats.csv")
A, B, a, b = train_test_split(flats[["area", "floor"]], flats["rent"], random_state=4)
one, two = xgb.DMatrix(A, a), xgb.DMatrix(B, b)
booster = xgb.train({"eta": 0.1}, one, num_boost_round=500, evals=[(two, "watched")], early_stopping_rounds=20)  # HLD202
print(mean_squared_error(b, booster.predict(two)))

#### Lists of trees watched, none chosen
import pandas as pd
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
from xgboost import XGBClassifier
flats = pd.read_csv("flats.csv")
A, B, a, b = train_test_split(flats[["area", "floor"]], flats["let"], random_state=4)
trees = XGBClassifier(n_estimators=200).fit(A, a, eval_set=[(B, b)])
print(f1_score(b, trees.predict(B)))
