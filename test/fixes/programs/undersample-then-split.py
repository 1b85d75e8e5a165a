# As many rows of each class, then the split: no such rows come in.
# finds HLD306
# before 0.35 0.68
# after 0.03 0.3
import pandas as pd
from imblearn.under_sampling import RandomUnderSampler
from sklearn.metrics import precision_score
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier

df = pd.read_csv("payments.csv")
sampler = RandomUnderSampler(random_state=0)
X, y = sampler.fit_resample(df.drop(columns="fraud"), df["fraud"])
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=0)
model = KNeighborsClassifier(n_neighbors=9).fit(X_train, y_train)
print("score", precision_score(y_test, model.predict(X_test)))
