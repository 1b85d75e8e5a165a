# Scaling and one-hot codes in one object.
# finds HLD101
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import OneHotEncoder, StandardScaler

df = pd.read_csv("patients.csv")
X, y = df.drop(columns="sick"), df["sick"]
prepare = ColumnTransformer(
    [
        ("numbers", StandardScaler(), ["age", "dose", "pressure", "weight"]),
        ("codes", OneHotEncoder(handle_unknown="ignore"), ["sex", "clinic"]),
    ]
)
X_ready = prepare.fit_transform(X)
X_train, X_test, y_train, y_test = train_test_split(X_ready, y, random_state=0, stratify=y)
model = LogisticRegression(max_iter=1000).fit(X_train, y_train)
print("score", model.score(X_test, y_test))
