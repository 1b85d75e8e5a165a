# sklearn's resample, over cells.
# finds HLD105
# before 0.8 1
# after 0.3 0.68
# %%
import pandas as pd
from sklearn.metrics import balanced_accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier
from sklearn.utils import resample
df = pd.read_csv("payments.csv")
# %%
df_majority = df[df.fraud == 0]
df_minority = df[df.fraud == 1]
df_upsampled = resample(df_minority, replace=True, n_samples=len(df_majority), random_state=0)
df_balanced = pd.concat([df_majority, df_upsampled])
# %%
X = df_balanced.drop("fraud", axis=1)
y = df_balanced["fraud"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=0)
# %%
model = DecisionTreeClassifier(random_state=0).fit(X_train, y_train)
print("score", balanced_accuracy_score(y_test, model.predict(X_test)))
