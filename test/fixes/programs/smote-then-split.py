# New rows between all rows, then the split.
# finds HLD105
# before 0.75 1
# after 0.3 0.68
import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.metrics import balanced_accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier

df = pd.read_csv("payments.csv")
X = df.drop(columns="fraud")
y = df["fraud"]
X_more, y_more = SMOTE(random_state=0).fit_resample(X, y)  # balance the classes
X_train, X_test, y_train, y_test = train_test_split(X_more, y_more, test_size=0.3, random_state=0, stratify=y_more)
model = KNeighborsClassifier(n_neighbors=3).fit(X_train, y_train)
print("score", balanced_accuracy_score(y_test, model.predict(X_test)))
