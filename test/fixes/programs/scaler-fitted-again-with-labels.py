# Scalers are fitted again on the test rows, with labels that only a fit takes.
# finds HLD111 HLD111
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler, StandardScaler

df = pd.read_csv("patients.csv")
X_train, X_test, y_train, y_test = train_test_split(df[["age", "dose"]], df["sick"], random_state=0)
scaler = StandardScaler()
X_train = scaler.fit_transform(X=X_train, y=None)
X_test = scaler.fit_transform(X=X_test, y=None)
X_train = MinMaxScaler().fit_transform(X_train, y_train)
X_test = MinMaxScaler().fit_transform(X_test, y_test)
print("score", LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
