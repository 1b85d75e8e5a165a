# Frauds are copied, joined with their labels in a table and scaled before the split.
# finds HLD101 HLD105
# before 0.75 1
# after 0.3 0.7
import pandas as pd
from imblearn.over_sampling import RandomOverSampler
from sklearn.metrics import balanced_accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler

payments = pd.read_csv("payments.csv")
X = payments.drop(columns=["fraud"])
y = payments["fraud"]
X_more, y_more = RandomOverSampler(random_state=2).fit_resample(X, y)
even = pd.DataFrame(X_more, columns=X.columns)
even["fraud"] = y_more
print(even["fraud"].value_counts())
X = even.drop("fraud", axis=1)
y = even["fraud"]
scaler = StandardScaler()
X = scaler.fit_transform(X)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=3)
model = KNeighborsClassifier(1).fit(X_train, y_train)
print("score", balanced_accuracy_score(y_test, model.predict(X_test)))
