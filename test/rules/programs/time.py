# See names.py.

#### Values of tomorrow, and a window that looks both ways
import pandas as pd
from sklearn.linear_model import Ridge
sales = pd.read_csv("sales.csv", parse_dates=["day"]).sort_values("day")
sales["tomorrow"] = sales["visits"].shift(-1)  # HLD109
sales["smooth"] = sales["visits"].rolling(5, center=True).mean()  # HLD109
before, after = sales[sales["day"] < "2023-07-01"], sales[sales["day"] >= "2023-07-01"]
model = Ridge().fit(before[["tomorrow", "smooth"]], before["sold"])
print(model.score(after[["tomorrow", "smooth"]], after["sold"]))

#### Values of yesterday, and a window that looks back
import pandas as pd
from sklearn.linear_model import Ridge
sales = pd.read_csv("sales.csv", parse_dates=["day"]).sort_values("day")
sales["yesterday"] = sales["sold"].shift(1)
sales["week"] = sales["sold"].shift(1).rolling(7).mean()
sales = sales.dropna()
before, after = sales[sales["day"] < "2023-07-01"], sales[sales["day"] >= "2023-07-01"]
model = Ridge().fit(before[["yesterday", "week"]], before["sold"])
print(model.score(after[["yesterday", "week"]], after["sold"]))

#### Lags, and then a random split
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split
sales = pd.read_csv("sales.csv", parse_dates=["day"]).sort_values("day")
sales["yesterday"] = sales["sold"].shift(1)
sales = sales.dropna()
A, B, a, b = train_test_split(sales[["yesterday"]], sales["sold"], random_state=0)  # HLD108
print(Ridge().fit(A, a).score(B, b))

#### Lags, and the last part for the test
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split
sales = pd.read_csv("sales.csv", parse_dates=["day"]).sort_values("day")
sales["yesterday"] = sales["sold"].shift(1)
sales = sales.dropna()
A, B, a, b = train_test_split(sales[["yesterday"]], sales["sold"], shuffle=False)
print(Ridge().fit(A, a).score(B, b))

#### A date alone says nothing
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split
sales = pd.read_csv("sales.csv", parse_dates=["day"])
sales["weekday"] = sales["day"].dt.dayofweek
A, B, a, b = train_test_split(sales[["weekday", "visits"]], sales["sold"], random_state=0)
print(Ridge().fit(A, a).score(B, b))

#### Folds in the order of time
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import TimeSeriesSplit, cross_val_score
sales = pd.read_csv("sales.csv", parse_dates=["day"]).sort_values("day")
sales["yesterday"] = sales["sold"].shift(1)
sales = sales.dropna()
print(cross_val_score(Ridge(), sales[["yesterday"]], sales["sold"], cv=TimeSeriesSplit(5)).mean())
