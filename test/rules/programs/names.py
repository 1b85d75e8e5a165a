# Programs and what must be found in them. `#### title` begins a program; a line that ends in `# HLDxxx` must be found, and no other.

#### Another name for all rows, used after the split
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
bikes = pd.read_csv("bikes.csv")
everything = bikes
fit_part, check_part = train_test_split(bikes, random_state=3)
fit_part["km"] = fit_part["km"].fillna(everything["km"].median())  # HLD101
model = LogisticRegression().fit(fit_part[["km", "year"]], fit_part.stolen)
print(model.score(check_part[["km", "year"]], check_part.stolen))

#### A scaled copy that nobody uses
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import RobustScaler
bikes = pd.read_csv("bikes.csv")
X, y = bikes[["km", "year"]], bikes["stolen"]
scaled = RobustScaler().fit_transform(X)
A, B, a, b = train_test_split(X, y, random_state=3)
print(LogisticRegression().fit(A, a).score(B, b))

#### Changed in place through a second name
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
bikes = pd.read_csv("bikes.csv")
view = bikes
view["km"] -= view["km"].mean()  # HLD101
A, B, a, b = train_test_split(bikes[["km", "year"]], bikes["stolen"], random_state=3)
print(LogisticRegression().fit(A, a).score(B, b))

#### Parts unpacked in a wrong order
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.svm import SVR
bikes = pd.read_csv("bikes.csv")
A, a, B, b = train_test_split(bikes[["km", "year"]], bikes["price"], random_state=3)  # HLD113
regressor = SVR()
regressor.fit(A, a)
print(regressor.score(B, b))

#### A copy keeps what was learned before it was made
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
bikes = pd.read_csv("bikes.csv")
bikes["km"] = bikes["km"] / bikes["km"].max()  # HLD101
work = bikes.copy()
work["year"] = work["year"] - 2000
A, B, a, b = train_test_split(work[["km", "year"]], work["stolen"], random_state=3)
print(LogisticRegression().fit(A, a).score(B, b))

#### A copy keeps nothing of what happens afterwards to the original
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
bikes = pd.read_csv("bikes.csv")
work = bikes.copy()
bikes["km"] = bikes["km"] / bikes["km"].max()
A, B, a, b = train_test_split(work[["km", "year"]], work["stolen"], random_state=3)
print(LogisticRegression().fit(A, a).score(B, b))

#### A column that is learned and then dropped
import pandas as pd
import seaborn as sns
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
bikes = pd.read_csv("bikes.csv")
bikes["shown"] = StandardScaler().fit_transform(bikes[["price"]])
sns.boxplot(x="stolen", y="shown", data=bikes)
X = bikes.drop(columns=["shown", "stolen"])
A, B, a, b = train_test_split(X, bikes["stolen"], random_state=3)
print(LogisticRegression().fit(A, a).score(B, b))

#### Statistics for the reader only
import matplotlib.pyplot as plt
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
bikes = pd.read_csv("bikes.csv")
print(bikes.describe(), bikes.corr()["stolen"].sort_values())
plt.hist(bikes["price"] - bikes["price"].mean())
plt.show()
A, B, a, b = train_test_split(bikes[["km", "year"]], bikes["stolen"], random_state=3)
print(LogisticRegression().fit(A, a).score(B, b))
