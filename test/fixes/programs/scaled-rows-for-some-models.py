# Of several models, one is cross-validated on scaled rows and the others on the rows as they are; one of them is tested.
# finds HLD102
import pandas as pd
from sklearn.model_selection import cross_val_score, train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

wines = pd.read_csv("wines.csv")
X, y = wines.drop(columns=["good", "grade", "price"]), wines["good"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
scaler = StandardScaler()
X_train_scaled = scaler.fit_transform(X_train)
X_test_scaled = scaler.transform(X_test)
for name, model in {"svc": SVC(), "neighbours": KNeighborsClassifier()}.items():
    rows = X_train_scaled if name == "svc" else X_train
    print(name)
    print("score", cross_val_score(model, rows, y_train, cv=5).mean())
print("test", SVC().fit(X_train_scaled, y_train).score(X_test_scaled, y_test))
