# Columns scaled where they stand, with a search and a model beside it that goes on reading them.
# finds HLD102
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.preprocessing import MinMaxScaler

df = pd.read_csv("wines.csv")
df_train, df_test = train_test_split(df.drop(columns=["good", "grade"]), random_state=0)
columns = ["acid", "sugar"]
scaler = MinMaxScaler()
df_train[columns] = scaler.fit_transform(df_train[columns])
df_test[columns] = scaler.transform(df_test[columns])
y_train = df_train.pop("price")
X_train = df_train
y_test = df_test.pop("price")
X_test = df_test
search = GridSearchCV(Ridge(), {"alpha": [0.1, 1, 10]}, cv=4)
search.fit(X_train, y_train)
print(search.best_params_)
final = Ridge(alpha=1).fit(X_train, y_train)
print(final.coef_)
print("score", search.score(X_test, y_test))
