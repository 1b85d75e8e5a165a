# A booster's data set holds the rows that it is scored on.
# finds HLD106
import pandas as pd
import xgboost as xgb
from sklearn.metrics import r2_score
from sklearn.model_selection import train_test_split

wines = pd.read_csv("wines.csv")
X = wines[["acid", "sugar", "alcohol"]]
y = wines["price"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=0)
data = xgb.DMatrix(X, label=y)
model = xgb.train({"eta": 0.3}, data, 60)
print("score", r2_score(y_test, model.predict(xgb.DMatrix(X_test))))
