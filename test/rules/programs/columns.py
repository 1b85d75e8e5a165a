# See names.py.

#### The target stays among the columns
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
users = pd.read_csv("users.csv")
y = users["left"]
X = users.drop(columns=["name"])  # HLD107
A, B, a, b = train_test_split(X, y, random_state=6)
print(LogisticRegression().fit(A, a).score(B, b))

#### A column computed from the target
import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split
users = pd.read_csv("users.csv")
users["share"] = users["clicks"] / users["spent"]  # HLD107
X, y = users.drop(columns="spent"), users["spent"]
A, B, a, b = train_test_split(X, y, random_state=6)
print(LinearRegression().fit(A, a).score(B, b))

#### Last column by position
import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split
users = pd.read_csv("users.csv")
X, y = users.iloc[:, :-1], users.iloc[:, -1]
A, B, a, b = train_test_split(X, y, random_state=6)
print(LinearRegression().fit(A, a).score(B, b))

#### Fitted again on the test part
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
users = pd.read_csv("users.csv")
A, B, a, b = train_test_split(users[["age", "clicks"]], users["left"], random_state=6)
scaler = StandardScaler()
A2 = scaler.fit_transform(A)
B2 = scaler.fit_transform(B)  # HLD111
print(LogisticRegression().fit(A2, a).score(B2, b))

#### Both parts through one fit
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
users = pd.read_csv("users.csv")
A, B, a, b = train_test_split(users[["age", "clicks"]], users["left"], random_state=6)
scaler = StandardScaler().fit(A)
print(LogisticRegression().fit(scaler.transform(A), a).score(scaler.transform(B), b))

#### A cell that uses what a later cell defines
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
users = pd.read_csv("users.csv")
# %%
A, B, a, b = train_test_split(scaled, users["left"], random_state=6)  # HLD403
print(LogisticRegression().fit(A, a).score(B, b))
# %%
scaled = StandardScaler().fit_transform(users[["age", "clicks"]])  # HLD101

#### A cell that changes what it reads
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
X, y = pd.read_csv("inputs.csv"), pd.read_csv("answers.csv")["left"]
# %%
X = X.fillna(X.mean())  # HLD101
# %%
A, B, a, b = train_test_split(X, y, random_state=6)
print(LogisticRegression().fit(A, a).score(B, b))
