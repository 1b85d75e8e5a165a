# See names.py.

#### Word weights over both files
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.naive_bayes import MultinomialNB
old, new = pd.read_csv("spring.csv"), pd.read_csv("autumn.csv")
texts = pd.concat([old["body"], new["body"]])
weights = TfidfVectorizer().fit(texts)  # HLD101
model = MultinomialNB().fit(weights.transform(old["body"]), old.spam)
print(model.score(weights.transform(new["body"]), new.spam))

#### Laid end to end, filled, cut again
import pandas as pd
from sklearn.linear_model import LogisticRegression
old, new = pd.read_csv("spring.csv"), pd.read_csv("autumn.csv")
both = pd.concat([old, new])
n = len(old)
both["rain"] = both["rain"].fillna(both["rain"].mean())  # HLD101
old, new = both[:n], both[n:]
model = LogisticRegression().fit(old[["rain", "wind"]], old.flood)
print(model.score(new[["rain", "wind"]], new.flood))

#### New points between the rows, then the split
import pandas as pd
from imblearn.over_sampling import ADASYN
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
days = pd.read_csv("spring.csv")
X, y = ADASYN(random_state=0).fit_resample(days[["rain", "wind"]], days["flood"])  # HLD105
A, B, a, b = train_test_split(X, y, stratify=y, random_state=0)
print(f1_score(b, LogisticRegression().fit(A, a).predict(B)))

#### New points inside each fold
import pandas as pd
from imblearn.over_sampling import SMOTE
from imblearn.pipeline import Pipeline
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score
days = pd.read_csv("spring.csv")
steps = Pipeline([("more", SMOTE(random_state=0)), ("model", LogisticRegression())])
print(cross_val_score(steps, days[["rain", "wind"]], days["flood"], scoring="f1").mean())

#### Slices that share rows
import pandas as pd
from sklearn.linear_model import LogisticRegression
days = pd.read_csv("spring.csv")
first, last = days[:600], days[500:]  # HLD106
model = LogisticRegression().fit(first[["rain", "wind"]], first.flood)
print(model.score(last[["rain", "wind"]], last.flood))

#### Slices that meet
import pandas as pd
from sklearn.linear_model import LogisticRegression
days = pd.read_csv("spring.csv")
first, last = days.iloc[:600], days.iloc[600:]
model = LogisticRegression().fit(first[["rain", "wind"]], first.flood)
print(model.score(last[["rain", "wind"]], last.flood))

#### Two samples, each for itself
import pandas as pd
from sklearn.linear_model import LogisticRegression
days = pd.read_csv("spring.csv")
most = days.sample(frac=0.7, random_state=0)
some = days.sample(frac=0.3, random_state=9)  # HLD106
model = LogisticRegression().fit(most[["rain", "wind"]], most.flood)
print(model.score(some[["rain", "wind"]], some.flood))

#### Trained again on everything, then scored on the old part
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
days = pd.read_csv("spring.csv")
X, y = days[["rain", "wind"]], days["flood"]
A, B, a, b = train_test_split(X, y, random_state=0)
model = LogisticRegression()
model.fit(X, y)  # HLD106
print(model.score(B, b))

#### Scored first, then trained on everything to ship
import joblib
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
days = pd.read_csv("spring.csv")
X, y = days[["rain", "wind"]], days["flood"]
A, B, a, b = train_test_split(X, y, random_state=0)
model = LogisticRegression().fit(A, a)
print(model.score(B, b))
model.fit(X, y)
joblib.dump(model, "flood.joblib")

#### The training score beside the test score
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
days = pd.read_csv("spring.csv")
A, B, a, b = train_test_split(days[["rain", "wind"]], days["flood"], random_state=0)
model = LogisticRegression().fit(A, a)
print("training", model.score(A, a), "test", model.score(B, b))

#### A seeded split made twice is one split
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
days = pd.read_csv("spring.csv")
A, B = train_test_split(days[["rain", "wind"]], test_size=0.2, random_state=7)
a, b = train_test_split(days["flood"], test_size=0.2, random_state=7)
print(LogisticRegression().fit(A, a).score(B, b))
