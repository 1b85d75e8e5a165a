# A saved scaler prepares the wines for two models, and the number of neighbours of one is chosen by the test score.
# finds HLD201
# leaves HLD203
import joblib
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("wines.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns=["good", "grade", "price"]), df["good"], random_state=0)
scaler = StandardScaler()
X_train_scaled = scaler.fit_transform(X_train)
X_test_scaled = scaler.transform(X_test)
joblib.dump(scaler, "scaler.joblib")
line = LogisticRegression(max_iter=1000).fit(X_train_scaled, y_train)
print(f1_score(y_test, line.predict(X_test_scaled)))

scores = []
for k in range(1, 20, 2):
    near = KNeighborsClassifier(n_neighbors=k)
    near.fit(X_train_scaled, y_train)
    scores.append(f1_score(y_test, near.predict(X_test_scaled)))
best_k = 2 * scores.index(max(scores)) + 1
final = KNeighborsClassifier(n_neighbors=best_k).fit(X_train_scaled, y_train)
print("score", f1_score(y_test, final.predict(X_test_scaled)))
