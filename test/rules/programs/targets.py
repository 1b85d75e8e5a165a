# See names.py.

#### The mean of the target for each group, over all rows
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
loans = pd.read_csv("loans.csv")
risk = loans.groupby("town")["unpaid"].mean()  # HLD104
loans["risk"] = loans["town"].map(risk)
A, B, a, b = train_test_split(loans[["risk", "income"]], loans["unpaid"], random_state=0)
print(LogisticRegression().fit(A, a).score(B, b))

#### The mean of the target for each group of the training part
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
loans = pd.read_csv("loans.csv")
train, test = train_test_split(loans, random_state=0)
risk = train.groupby("town")["unpaid"].mean()
A = pd.DataFrame({"risk": train["town"].map(risk), "income": train["income"]})
B = pd.DataFrame({"risk": test["town"].map(risk), "income": test["income"]})
print(LogisticRegression().fit(A, train["unpaid"]).score(B, test["unpaid"]))

#### An encoder of the target before the split
import category_encoders as ce
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
loans = pd.read_csv("loans.csv")
X, y = loans.drop(columns="unpaid"), loans["unpaid"]
X = ce.TargetEncoder(cols=["town"]).fit_transform(X, y)  # HLD104
A, B, a, b = train_test_split(X, y, random_state=0)
print(LogisticRegression().fit(A, a).score(B, b))

#### Ranking metric of hard labels
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
loans = pd.read_csv("loans.csv")
A, B, a, b = train_test_split(loans[["age", "income"]], loans["unpaid"], random_state=0)
model = LogisticRegression().fit(A, a)
print(roc_auc_score(b, model.predict(B)))  # HLD303

#### Ranking metric of scores and of probabilities
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
loans = pd.read_csv("loans.csv")
A, B, a, b = train_test_split(loans[["age", "income"]], loans["unpaid"], random_state=0)
model = LogisticRegression().fit(A, a)
print(roc_auc_score(b, model.predict_proba(B)[:, 1]), roc_auc_score(b, model.decision_function(B)))

#### Several rows for each patient, told by a group splitter elsewhere
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_score, train_test_split
scans = pd.read_csv("scans.csv")
X, y = scans[["size", "light"]], scans["ill"]
print(cross_val_score(LogisticRegression(), X, y, groups=scans["patient"], cv=GroupKFold(5)).mean())
A, B, a, b = train_test_split(X, y, random_state=0)  # HLD110
print(LogisticRegression().fit(A, a).score(B, b))

#### A name that looks like a group is no evidence
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
scans = pd.read_csv("scans.csv")
X, y = scans.drop(columns=["ill", "patient_id"]), scans["ill"]
A, B, a, b = train_test_split(X, y, random_state=0)
print(LogisticRegression().fit(A, a).score(B, b))
