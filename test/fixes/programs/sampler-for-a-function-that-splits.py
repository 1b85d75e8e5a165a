# A function splits what it is handed, once of all rows as they are and once with copies of the rare ones.
# finds HLD105
import pandas as pd
from imblearn.over_sampling import RandomOverSampler
from sklearn.metrics import balanced_accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier

df = pd.read_csv("payments.csv")
X, y = df.drop(columns="fraud"), df["fraud"]


def held_out(X, y, label):
    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0, stratify=y)
    model = DecisionTreeClassifier(random_state=0).fit(X_train, y_train)
    print(label, balanced_accuracy_score(y_test, model.predict(X_test)))


held_out(X, y, "plain")
sampler = RandomOverSampler(random_state=0)
X_more, y_more = sampler.fit_resample(X, y)
held_out(X_more, y_more, "score")
