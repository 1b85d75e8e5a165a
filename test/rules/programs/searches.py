# See names.py.

#### Optuna with partial
import optuna, numpy as np
from functools import partial
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split
X, y = np.load("x.npy"), np.load("y.npy")
A, B, a, b = train_test_split(X, y, random_state=0)
def objective(trial, A, a, B, b):
    m = RandomForestClassifier(max_depth=trial.suggest_int("d", 2, 9)).fit(A, a)
    return m.score(B, b)
study = optuna.create_study()
study.optimize(partial(objective, A=A, a=a, B=B, b=b), n_trials=9)  # HLD201
m = RandomForestClassifier(**study.best_params).fit(A, a)
print(m.score(B, b))

#### Optuna lambda
import optuna, numpy as np
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split
X, y = np.load("x.npy"), np.load("y.npy")
A, B, a, b = train_test_split(X, y, random_state=0)
def objective(trial, A, a, B, b):
    m = RandomForestClassifier(max_depth=trial.suggest_int("d", 2, 9)).fit(A, a)
    return m.score(B, b)
study = optuna.create_study()
study.optimize(lambda t: objective(t, A, a, B, b), n_trials=9)  # HLD201
m = RandomForestClassifier(**study.best_params).fit(A, a)
print(m.score(B, b))

#### Hyperopt
from hyperopt import fmin, tpe, hp
import numpy as np
from sklearn.svm import SVC
from sklearn.model_selection import train_test_split
X, y = np.load("x.npy"), np.load("y.npy")
A, B, a, b = train_test_split(X, y, random_state=0)
def loss(p):
    return -SVC(C=p["C"]).fit(A, a).score(B, b)
best = fmin(loss, {"C": hp.uniform("C", 0, 1)}, algo=tpe.suggest, max_evals=10)  # HLD201
print(SVC(C=best["C"]).fit(A, a).score(B, b))

#### Dict of results then max
import numpy as np
from sklearn.svm import SVC
from sklearn.model_selection import train_test_split
X, y = np.load("x.npy"), np.load("y.npy")
A, B, a, b = train_test_split(X, y, random_state=0)
res = {}
for C in [1, 2, 3]:
    res[C] = SVC(C=C).fit(A, a).score(B, b)  # HLD201
best = max(res, key=res.get)
print(best, res[best])

#### List of scores plotted
import numpy as np, matplotlib.pyplot as plt
from sklearn.neighbors import KNeighborsClassifier
from sklearn.model_selection import train_test_split
X, y = np.load("x.npy"), np.load("y.npy")
A, B, a, b = train_test_split(X, y, random_state=0)
scores = []
for k in range(1, 30):
    knn = KNeighborsClassifier(k)
    knn.fit(A, a)
    scores.append(knn.score(B, b))  # HLD201
plt.plot(range(1, 30), scores)

#### Error rate mean
import numpy as np
from sklearn.neighbors import KNeighborsClassifier
from sklearn.model_selection import train_test_split
X, y = np.load("x.npy"), np.load("y.npy")
A, B, a, b = train_test_split(X, y, random_state=0)
err = []
for k in range(1, 30):
    knn = KNeighborsClassifier(n_neighbors=k)
    knn.fit(A, a)
    pred = knn.predict(B)
    err.append(np.mean(pred != b))  # HLD201
print(err)

#### Sklearn cross_val_predict
import numpy as np
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler
from sklearn.metrics import f1_score
from sklearn.model_selection import cross_val_predict
X, y = np.load("x.npy"), np.load("y.npy")
X = StandardScaler().fit_transform(X)  # HLD102
print(f1_score(y, cross_val_predict(KNeighborsClassifier(), X, y, cv=5)))

#### User transformer BaseEstimator in pipeline good
import numpy as np, pandas as pd
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.pipeline import make_pipeline
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split
class Clip(BaseEstimator, TransformerMixin):
    def fit(self, X, y=None):
        self.lo, self.hi = np.percentile(X, [1, 99], axis=0)
        return self
    def transform(self, X):
        return np.clip(X, self.lo, self.hi)
df = pd.read_csv("a.csv")
A, B, a, b = train_test_split(df[["u", "v"]], df["y"], random_state=0)
m = make_pipeline(Clip(), Ridge()).fit(A, a)
print(m.score(B, b))

#### User transformer BaseEstimator before split
import numpy as np, pandas as pd
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split
class Clip(BaseEstimator, TransformerMixin):
    def fit(self, X, y=None):
        self.lo, self.hi = np.percentile(X, [1, 99], axis=0)
        return self
    def transform(self, X):
        return np.clip(X, self.lo, self.hi)
df = pd.read_csv("a.csv")
Z = Clip().fit_transform(df[["u", "v"]])  # HLD101
A, B, a, b = train_test_split(Z, df["y"], random_state=0)
m = Ridge().fit(A, a)
print(m.score(B, b))

#### Winsorised rows dropped by quantile
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split
df = pd.read_csv("a.csv")
df = df[df["u"] < df["u"].quantile(0.99)]  # HLD101
A, B, a, b = train_test_split(df[["u", "v"]], df["y"], random_state=0)
print(Ridge().fit(A, a).score(B, b))

#### Token indices are a vocabulary
import pandas as pd
from tensorflow.keras.preprocessing.text import Tokenizer
from tensorflow.keras.preprocessing.sequence import pad_sequences
from tensorflow.keras import Sequential
from tensorflow.keras.layers import Dense, Embedding, LSTM
from sklearn.model_selection import train_test_split
df = pd.read_csv("a.csv")
tok = Tokenizer(num_words=1000)
tok.fit_on_texts(df["t"])
X = pad_sequences(tok.texts_to_sequences(df["t"]), maxlen=50)
A, B, a, b = train_test_split(X, df["y"].values, random_state=0)
m = Sequential([Embedding(1000, 8), LSTM(8), Dense(1, activation="sigmoid")])
m.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
m.fit(A, a, validation_split=0.1, epochs=3)
print(m.evaluate(B, b))

#### Series split via index sets
import numpy as np, pandas as pd
from sklearn.linear_model import Ridge
df = pd.read_csv("a.csv")
idx = np.arange(len(df))
np.random.shuffle(idx)
tr, te = idx[:800], idx[800:]
A, B = df.iloc[tr], df.iloc[te]
print(Ridge().fit(A[["u"]], A["y"]).score(B[["u"]], B["y"]))

#### Groupby target mean
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split
df = pd.read_csv("a.csv")
df["enc"] = df.groupby("city")["y"].transform("mean")  # HLD104
A, B, a, b = train_test_split(df[["enc", "u"]], df["y"], random_state=0)
print(Ridge().fit(A, a).score(B, b))

#### While loop epochs best
import numpy as np
from sklearn.linear_model import SGDClassifier
from sklearn.model_selection import train_test_split
X, y = np.load("x.npy"), np.load("y.npy")
A, B, a, b = train_test_split(X, y, random_state=0)
m = SGDClassifier()
for epoch in range(10):
    m.partial_fit(A, a, classes=[0, 1])
    print(epoch, m.score(B, b))
print(m.score(B, b))

#### Two models ensemble one score
import numpy as np
from sklearn.svm import SVC
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
X, y = np.load("x.npy"), np.load("y.npy")
A, B, a, b = train_test_split(X, y, random_state=0)
p = SVC(probability=True).fit(A, a).predict_proba(B) + LogisticRegression().fit(A, a).predict_proba(B)
print(f1_score(b, p.argmax(axis=1)))

#### Stats on train only used on test
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split
df = pd.read_csv("a.csv")
A, B = train_test_split(df, random_state=0)
mean, std = A["u"].mean(), A["u"].std()
A["u"] = (A["u"] - mean) / std
B["u"] = (B["u"] - mean) / std
print(Ridge().fit(A[["u"]], A["y"]).score(B[["u"]], B["y"]))

#### Loop over frames
import pandas as pd
from sklearn.linear_model import Ridge
train, test = pd.read_csv("a.csv"), pd.read_csv("b.csv")
for d in [train, test]:
    d["u"] = d["u"].fillna(train["u"].median())
print(Ridge().fit(train[["u"]], train["y"]).score(test[["u"]], test["y"]))

#### List comp of models scores
import numpy as np
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeClassifier
from sklearn.model_selection import train_test_split
X, y = np.load("x.npy"), np.load("y.npy")
A, B, a, b = train_test_split(X, y, random_state=0)
scores = [m.fit(A, a).score(B, b) for m in [SVC(), DecisionTreeClassifier()]]  # HLD203
print(scores)

#### Tuple of (name, model) list
import numpy as np
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeClassifier
from sklearn.model_selection import train_test_split
X, y = np.load("x.npy"), np.load("y.npy")
A, B, a, b = train_test_split(X, y, random_state=0)
models = []
models.append(("svc", SVC()))
models.append(("tree", DecisionTreeClassifier()))
for name, m in models:
    m.fit(A, a)
    p = m.predict(B)
    print(name, (p == b).mean())  # HLD203

#### Cv of models then one test
import numpy as np
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeClassifier
from sklearn.model_selection import train_test_split, cross_val_score
X, y = np.load("x.npy"), np.load("y.npy")
A, B, a, b = train_test_split(X, y, random_state=0)
best, top = None, 0
for m in [SVC(), DecisionTreeClassifier()]:
    s = cross_val_score(m, A, a, cv=5).mean()
    if s > top:
        best, top = m, s
best.fit(A, a)
print(best.score(B, b))

#### Val set selection then test
import numpy as np
from sklearn.svm import SVC
from sklearn.model_selection import train_test_split
X, y = np.load("x.npy"), np.load("y.npy")
A, T, a, t = train_test_split(X, y, random_state=0)
A, V, a, v = train_test_split(A, a, random_state=0)
best, top = None, 0
for C in [0.1, 1, 10]:
    m = SVC(C=C).fit(A, a)
    s = m.score(V, v)
    if s > top:
        best, top = m, s
print(best.score(T, t))

#### Dataclass config object
import numpy as np
from dataclasses import dataclass
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
from sklearn.model_selection import train_test_split
@dataclass
class Config:
    path: str = "x.npy"
    scale: bool = True
cfg = Config()
X, y = np.load(cfg.path), np.load("y.npy")
if cfg.scale:
    X = StandardScaler().fit_transform(X)  # HLD101
A, B, a, b = train_test_split(X, y, random_state=0)
print(SVC().fit(A, a).score(B, b))

#### Argparse flag
import argparse, numpy as np
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
from sklearn.model_selection import train_test_split
args = argparse.ArgumentParser().parse_args()
X, y = np.load(args.x), np.load(args.y)
if args.scale:
    X = StandardScaler().fit_transform(X)  # HLD101
A, B, a, b = train_test_split(X, y, random_state=0)
print(SVC().fit(A, a).score(B, b))

#### Dict of splits
import numpy as np
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
from sklearn.model_selection import train_test_split
X, y = np.load("x.npy"), np.load("y.npy")
d = {}
d["A"], d["B"], d["a"], d["b"] = train_test_split(X, y, random_state=0)
s = StandardScaler().fit(d["A"])
print(SVC().fit(s.transform(d["A"]), d["a"]).score(s.transform(d["B"]), d["b"]))

#### Function returning dict
import numpy as np
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
from sklearn.model_selection import train_test_split
def load():
    X, y = np.load("x.npy"), np.load("y.npy")
    X = StandardScaler().fit_transform(X)  # HLD101
    A, B, a, b = train_test_split(X, y, random_state=0)
    return dict(A=A, B=B, a=a, b=b)
d = load()
print(SVC().fit(d["A"], d["a"]).score(d["B"], d["b"]))

#### Random mask np
import numpy as np, pandas as pd
from sklearn.svm import SVC
df = pd.read_csv("a.csv")
df["is_train"] = np.random.uniform(0, 1, len(df)) <= 0.75
A, B = df[df["is_train"] == True], df[df["is_train"] == False]
print(SVC().fit(A[["u"]], A["y"]).score(B[["u"]], B["y"]))

#### Label encode all rows + drop target via list comp
import pandas as pd
from sklearn.preprocessing import LabelEncoder
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split
df = pd.read_csv("a.csv")
for c in df.select_dtypes("object").columns:
    df[c] = LabelEncoder().fit_transform(df[c])
features = [c for c in df.columns if c not in ("id", "y")]
A, B, a, b = train_test_split(df[features], df["y"], random_state=0)
print(RandomForestClassifier().fit(A, a).score(B, b))

#### Numpy slices shuffled
import numpy as np
from sklearn.svm import SVC
data = np.loadtxt("d.txt")
np.random.shuffle(data)
n = int(0.8 * data.shape[0])
A, a = data[:n, :-1], data[:n, -1]
B, b = data[n:, :-1], data[n:, -1]
mu, sd = A.mean(0), A.std(0)
print(SVC().fit((A - mu) / sd, a).score((B - mu) / sd, b))

#### Smote then cv with function
import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.svm import SVC
from sklearn.model_selection import cross_validate
df = pd.read_csv("a.csv")
def balance(X, y):
    return SMOTE().fit_resample(X, y)  # HLD105
X, y = balance(df.drop("y", axis=1), df["y"])
print(cross_validate(SVC(), X, y, scoring="f1")["test_score"])

#### Deep copies of models and clone in folds
import numpy as np
from sklearn.base import clone
from sklearn.svm import SVC
from sklearn.model_selection import KFold
X, y = np.load("x.npy"), np.load("y.npy")
m = SVC()
out = []
for tr, te in KFold(5).split(X):
    c = clone(m)
    c.fit(X[tr], y[tr])
    out.append(c.score(X[te], y[te]))
print(np.mean(out))

#### Same model object over folds
import numpy as np
from sklearn.svm import SVC
from sklearn.model_selection import KFold
X, y = np.load("x.npy"), np.load("y.npy")
m = SVC()
for tr, te in KFold(5).split(X):
    m.fit(X[tr], y[tr])
    print(m.score(X[te], y[te]))
