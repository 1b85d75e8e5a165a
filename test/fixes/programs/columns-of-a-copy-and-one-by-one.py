# Columns of a copy are scaled for a comparison of models, and others one after the other for a search.
# finds HLD102 HLD102
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, cross_val_score, train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import MinMaxScaler, StandardScaler

df = pd.read_csv("payments.csv")
X, y = df.drop(columns="fraud"), df["fraud"]
X_train, X_test, y_train, y_test = train_test_split(X, y, stratify=y, random_state=0)

columns = ["amount", "distance"]
scaler = StandardScaler()
X_train_scaled = X_train.copy()
X_test_scaled = X_test.copy()
X_train_scaled[columns] = scaler.fit_transform(X_train[columns])
X_test_scaled[columns] = scaler.transform(X_test[columns])

for name, model in [("near", KNeighborsClassifier()), ("linear", LogisticRegression())]:
    scores = cross_val_score(model, X_train_scaled, y_train, cv=5)
    print(name, "score", scores.mean())
chosen = KNeighborsClassifier().fit(X_train_scaled, y_train)
print("score", chosen.score(X_test_scaled, y_test))

table = pd.read_csv("payments.csv")
for column in ["hour", "age"]:
    table[column] = MinMaxScaler().fit_transform(table[[column]])
rows, kinds = table.drop(columns="fraud"), table["fraud"]
search = GridSearchCV(KNeighborsClassifier(), {"n_neighbors": [3, 9]}, cv=5)
search.fit(rows, kinds)
print("score", search.best_score_)
