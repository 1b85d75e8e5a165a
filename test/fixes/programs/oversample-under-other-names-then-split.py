# Copies of frauds in both parts, which are cut from other names for what was resampled; its size is shown.
# finds HLD105
# before 0.8 1
# after 0.3 0.7
import pandas as pd
from imblearn.over_sampling import RandomOverSampler
from sklearn.metrics import balanced_accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier

df = pd.read_csv("payments.csv")
X, y = df.drop(columns="fraud"), df["fraud"]
X_more, y_more = RandomOverSampler(random_state=0).fit_resample(X, y)
print(y_more.value_counts())

data, labels = X_more, y_more
X_train, X_test, y_train, y_test = train_test_split(data, labels, test_size=0.3, random_state=1)
model = DecisionTreeClassifier(random_state=0).fit(X_train, y_train)
print("score", balanced_accuracy_score(y_test, model.predict(X_test)))
