# The model is stored, what scaled its inputs is not.
# finds HLD602
# %%
import pickle
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
# %%
df = pd.read_csv("patients.csv")
X_train, X_test, y_train, y_test = train_test_split(df[["age", "dose"]], df["sick"], random_state=0)
# %%
scaler = StandardScaler()
X_train = scaler.fit_transform(X_train)
X_test = scaler.transform(X_test)
model = LogisticRegression().fit(X_train, y_train)
print("score", model.score(X_test, y_test))
# %%
path = "sick-model.pkl"
# for the clinic
with open(path, "wb") as file:
    pickle.dump(model, file)
print("stored in", path)
