# One encoder for column after column, none of which is stored.
# finds HLD602
import os
import tempfile
import joblib
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder

df = pd.read_csv("patients.csv")
encoder = LabelEncoder()
for column in ["sex", "clinic"]:
    df[column] = encoder.fit_transform(df[column])
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="sick"), df["sick"], random_state=0)
model = RandomForestClassifier(n_estimators=40, random_state=0).fit(X_train, y_train)
print("score", model.score(X_test, y_test))
folder = tempfile.mkdtemp()
joblib.dump(model, os.path.join(folder, "model.joblib"))
print(sorted(os.listdir(folder)))
