# See names.py.

#### A helper scales, the caller splits
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler
numbers = ["speed", "weight"]

def tidy(frame):
    frame = frame.copy()
    frame[numbers] = MinMaxScaler().fit_transform(frame[numbers])  # HLD101
    return frame

birds = pd.read_csv("birds.csv")
A, B, a, b = train_test_split(tidy(birds)[numbers], birds["kind"], random_state=1)
print(LogisticRegression().fit(A, a).score(B, b))

#### The same helper, fitted on the training part and handed on
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

def tidy(frame, scaler=None):
    scaler = scaler or StandardScaler().fit(frame)
    return scaler.transform(frame), scaler

birds = pd.read_csv("birds.csv")
A, B, a, b = train_test_split(birds[["speed", "weight"]], birds["kind"], random_state=1)
A2, scaler = tidy(A)
B2, _ = tidy(B, scaler)
print(LogisticRegression().fit(A2, a).score(B2, b))

#### A class of one's own that learns
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

class Centre:
    def fit(self, frame):
        self.middle = frame.mean()
        return self

    def transform(self, frame):
        return frame - self.middle

birds = pd.read_csv("birds.csv")
X, y = birds[["speed", "weight"]], birds["kind"]
centre = Centre().fit(X)  # HLD101
A, B, a, b = train_test_split(centre.transform(X), y, random_state=1)
print(LogisticRegression().fit(A, a).score(B, b))

#### The same class, fitted on the training part
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

class Centre:
    def fit(self, frame):
        self.middle = frame.mean()
        return self

    def transform(self, frame):
        return frame - self.middle

birds = pd.read_csv("birds.csv")
A, B, a, b = train_test_split(birds[["speed", "weight"]], birds["kind"], random_state=1)
centre = Centre().fit(A)
print(LogisticRegression().fit(centre.transform(A), a).score(centre.transform(B), b))

#### A scaler for each column, through apply
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler

def scaled(column):
    return MinMaxScaler().fit_transform(column.to_frame()).ravel()  # HLD101

birds = pd.read_csv("birds.csv")
X = birds[["speed", "weight"]].apply(scaled, axis=0)
A, B, a, b = train_test_split(X, birds["kind"], random_state=1)
print(LogisticRegression().fit(A, a).score(B, b))

#### A scaler for each column, in a loop
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
birds = pd.read_csv("birds.csv")
X, y = birds.drop(columns="kind"), birds["kind"]
for name in ["speed", "weight"]:
    X[name] = StandardScaler().fit_transform(X[[name]])  # HLD101
A, B, a, b = train_test_split(X, y, random_state=1)
print(LogisticRegression().fit(A, a).score(B, b))

#### A function that nobody calls proves it alone
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

def experiment(path):
    birds = pd.read_csv(path)
    X = StandardScaler().fit_transform(birds[["speed", "weight"]])  # HLD101
    A, B, a, b = train_test_split(X, birds["kind"], random_state=1)
    return LogisticRegression().fit(A, a).score(B, b)

#### A function that nobody calls and that proves nothing
from sklearn.preprocessing import StandardScaler

def scaled(frame):
    return StandardScaler().fit_transform(frame)

#### Folds by hand, done right
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import KFold
from sklearn.preprocessing import StandardScaler
birds = pd.read_csv("birds.csv")
X, y = birds[["speed", "span"]].values, birds["weight"].values
for inside, outside in KFold(4).split(X):
    scaler = StandardScaler().fit(X[inside])
    model = Ridge().fit(scaler.transform(X[inside]), y[inside])
    print(model.score(scaler.transform(X[outside]), y[outside]))

#### A new split and a new model for each seed
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
birds = pd.read_csv("birds.csv")
for seed in range(8):
    A, B, a, b = train_test_split(birds[["speed", "weight"]], birds["kind"], random_state=seed)
    scaler = StandardScaler().fit(A)
    print(LogisticRegression().fit(scaler.transform(A), a).score(scaler.transform(B), b))
