# See names.py.

#### Kaggle: train/test, test without labels, stats over both, cv on train
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import cross_val_score
train, test = pd.read_csv("train.csv"), pd.read_csv("test.csv")
y = train.pop("SalePrice")
both = pd.concat([train, test])
both["LotFrontage"] = both["LotFrontage"].fillna(both["LotFrontage"].median())  # HLD102
both = pd.get_dummies(both)
X, X_test = both[:len(train)], both[len(train):]
print(cross_val_score(Ridge(), X, y).mean())
model = Ridge().fit(X, y)
pd.DataFrame({"Id": test["Id"], "SalePrice": model.predict(X_test)}).to_csv("sub.csv")

#### Kaggle no evaluation
import pandas as pd
from sklearn.linear_model import Ridge
train, test = pd.read_csv("train.csv"), pd.read_csv("test.csv")
y = train.pop("SalePrice")
both = pd.concat([train, test])
both["LotFrontage"] = both["LotFrontage"].fillna(both["LotFrontage"].median())
X, X_test = both[:len(train)], both[len(train):]
model = Ridge().fit(X, y)
pd.DataFrame({"Id": test["Id"], "SalePrice": model.predict(X_test)}).to_csv("sub.csv")

#### Early stopping on the folds that give the reported score
import lightgbm as lgb, numpy as np, pandas as pd
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold
train = pd.read_csv("train.csv"); test = pd.read_csv("test.csv")
feats = [c for c in train.columns if c not in ["id", "target"]]
oof = np.zeros(len(train)); pred = np.zeros(len(test))
for fold, (tr, va) in enumerate(StratifiedKFold(5, shuffle=True, random_state=1).split(train, train["target"])):
    d1 = lgb.Dataset(train.iloc[tr][feats], label=train["target"].iloc[tr])
    d2 = lgb.Dataset(train.iloc[va][feats], label=train["target"].iloc[va])
    m = lgb.train({"objective": "binary"}, d1, 1000, valid_sets=[d1, d2], early_stopping_rounds=50)  # HLD202
    oof[va] = m.predict(train.iloc[va][feats], num_iteration=m.best_iteration)
    pred += m.predict(test[feats]) / 5
print(roc_auc_score(train["target"], oof))

#### Image folders with keras train val test, early stop on val
from tensorflow.keras.preprocessing.image import ImageDataGenerator
from tensorflow.keras import Sequential
from tensorflow.keras.layers import Dense, Flatten
from tensorflow.keras.callbacks import EarlyStopping
g = ImageDataGenerator(rescale=1/255.)
tr = g.flow_from_directory("data/train"); va = g.flow_from_directory("data/val"); te = g.flow_from_directory("data/test")
m = Sequential([Flatten(), Dense(3, activation="softmax")])
m.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
m.fit(tr, validation_data=va, epochs=50, callbacks=[EarlyStopping(patience=3)])
print(m.evaluate(te))

#### Standardise images one by one
import numpy as np
from sklearn.svm import SVC
from sklearn.model_selection import train_test_split
X, y = np.load("x.npy"), np.load("y.npy")
X = np.array([(im - im.mean()) / im.std() for im in X])
A, B, a, b = train_test_split(X, y, random_state=0)
print(SVC().fit(A, a).score(B, b))

#### Standardised along the row
import numpy as np
from sklearn.svm import SVC
from sklearn.model_selection import train_test_split
X, y = np.load("x.npy"), np.load("y.npy")
X = (X - X.mean(axis=1, keepdims=True)) / X.std(axis=1, keepdims=True)
A, B, a, b = train_test_split(X, y, random_state=0)
print(SVC().fit(A, a).score(B, b))

#### Time split by date after shift
import pandas as pd
from sklearn.linear_model import Ridge
df = pd.read_csv("a.csv", parse_dates=["d"]).sort_values("d")
df["lag"] = df["y"].shift(1)
df = df.dropna()
cut = "2020-01-01"
A, B = df[df["d"] < cut], df[df["d"] >= cut]
print(Ridge().fit(A[["lag"]], A["y"]).score(B[["lag"]], B["y"]))

#### GridSearch then refit on train, test; scaler in pipeline
import pandas as pd
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
from sklearn.model_selection import GridSearchCV, train_test_split, cross_val_score
df = pd.read_csv("a.csv")
A, B, a, b = train_test_split(df.drop("y", axis=1), df.y, random_state=0)
gs = GridSearchCV(Pipeline([("s", StandardScaler()), ("m", SVC())]), {"m__C": [1, 2]})
print(cross_val_score(gs, A, a).mean())
gs.fit(A, a)
best = gs.best_estimator_
print(best.score(B, b))

#### Scaler fit on X but model on unscaled
import pandas as pd
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
from sklearn.cluster import KMeans
from sklearn.model_selection import train_test_split
df = pd.read_csv("a.csv")
X = df.drop("y", axis=1)
km = KMeans(3).fit(StandardScaler().fit_transform(X))
print(km.inertia_)
A, B, a, b = train_test_split(X, df.y, random_state=0)
print(SVC().fit(A, a).score(B, b))

#### Kmeans labels as feature
import pandas as pd
from sklearn.svm import SVC
from sklearn.cluster import KMeans
from sklearn.model_selection import train_test_split
df = pd.read_csv("a.csv")
X = df.drop("y", axis=1)
X["c"] = KMeans(3).fit_predict(X)  # HLD101
A, B, a, b = train_test_split(X, df.y, random_state=0)
print(SVC().fit(A, a).score(B, b))

#### Target encode inside loop folds good
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold
from sklearn.metrics import roc_auc_score
df = pd.read_csv("a.csv")
for tr, va in KFold(5).split(df):
    t, v = df.iloc[tr].copy(), df.iloc[va].copy()
    m = t.groupby("c")["y"].mean()
    t["e"], v["e"] = t["c"].map(m), v["c"].map(m)
    model = LogisticRegression().fit(t[["e"]], t["y"])
    print(roc_auc_score(v["y"], model.predict_proba(v[["e"]])[:, 1]))

#### Concat predictions of folds
import pandas as pd, numpy as np
from sklearn.linear_model import Ridge
from sklearn.model_selection import KFold
from sklearn.metrics import r2_score
df = pd.read_csv("a.csv")
ps, ts = [], []
for tr, va in KFold(5).split(df):
    m = Ridge().fit(df.iloc[tr][["u"]], df.iloc[tr]["y"])
    ps.append(m.predict(df.iloc[va][["u"]])); ts.append(df.iloc[va]["y"])
print(r2_score(np.concatenate(ts), np.concatenate(ps)))

#### PCA plot only
import pandas as pd
import matplotlib.pyplot as plt
from sklearn.decomposition import PCA
from sklearn.svm import SVC
from sklearn.model_selection import train_test_split
df = pd.read_csv("a.csv")
X, y = df.drop("y", axis=1), df["y"]
p = PCA(2).fit_transform(X)
plt.scatter(p[:, 0], p[:, 1], c=y)
A, B, a, b = train_test_split(X, y, random_state=0)
print(SVC().fit(A, a).score(B, b))

#### Imputer dict per column
import pandas as pd
from sklearn.svm import SVC
from sklearn.model_selection import train_test_split
df = pd.read_csv("a.csv")
df = df.fillna({"u": df["u"].mean(), "v": 0})  # HLD101
A, B, a, b = train_test_split(df[["u", "v"]], df["y"], random_state=0)
print(SVC().fit(A, a).score(B, b))

#### Imputer dict other column used
import pandas as pd
from sklearn.svm import SVC
from sklearn.model_selection import train_test_split
df = pd.read_csv("a.csv")
df = df.fillna({"u": df["u"].mean(), "v": 0})
A, B, a, b = train_test_split(df[["v", "w"]], df["y"], random_state=0)
print(SVC().fit(A, a).score(B, b))

#### Keras functional multi-step, scaler fit on train, inverse transform of preds
import pandas as pd, numpy as np
from sklearn.preprocessing import MinMaxScaler
from sklearn.metrics import mean_squared_error
from keras.models import Sequential
from keras.layers import LSTM, Dense
df = pd.read_csv("stock.csv")
data = df["close"].values.reshape(-1, 1)
scaler = MinMaxScaler()
scaled = scaler.fit_transform(data)  # HLD101
n = int(len(scaled) * 0.8)
train, test = scaled[:n], scaled[n:]
def windows(d, k=60):
    X, y = [], []
    for i in range(k, len(d)):
        X.append(d[i - k:i, 0]); y.append(d[i, 0])
    return np.array(X), np.array(y)
A, a = windows(train)
B, b = windows(test)
m = Sequential([LSTM(8), Dense(1)])
m.compile("adam", "mse")
m.fit(A, a, epochs=5)
p = scaler.inverse_transform(m.predict(B))
print(mean_squared_error(scaler.inverse_transform(b.reshape(-1, 1)), p))

#### Statsmodels ols summary
import pandas as pd
import statsmodels.api as sm
df = pd.read_csv("a.csv")
m = sm.OLS(df["y"], sm.add_constant(df[["u"]])).fit()
print(m.summary())

#### A recommender
from surprise import SVD, Dataset, accuracy
from surprise.model_selection import train_test_split
data = Dataset.load_builtin("ml-100k")
train, test = train_test_split(data, test_size=0.2)
m = SVD().fit(train)
print(accuracy.rmse(m.test(test)))

#### Class experiment with separate methods
import pandas as pd
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
from sklearn.model_selection import train_test_split
class E:
    def __init__(self, path):
        self.df = pd.read_csv(path)
    def prepare(self):
        self.X = StandardScaler().fit_transform(self.df.drop("y", axis=1))  # HLD101
        self.y = self.df["y"]
    def split(self):
        self.A, self.B, self.a, self.b = train_test_split(self.X, self.y, random_state=0)
    def run(self):
        self.prepare(); self.split()
        self.m = SVC().fit(self.A, self.a)
        return self.m.score(self.B, self.b)
if __name__ == "__main__":
    print(E("a.csv").run())

#### A class that nobody uses
import pandas as pd
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
from sklearn.model_selection import train_test_split
class E:
    def __init__(self, path):
        self.df = pd.read_csv(path)
    def prepare(self):
        self.X = StandardScaler().fit_transform(self.df.drop("y", axis=1))  # HLD101
        self.y = self.df["y"]
        self.A, self.B, self.a, self.b = train_test_split(self.X, self.y, random_state=0)
    def run(self):
        self.m = SVC().fit(self.A, self.a)
        return self.m.score(self.B, self.b)
