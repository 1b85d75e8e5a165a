# The ends of a filter are put together of quantiles of the labels and of an input.
# finds HLD101
import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("patients.csv")
df = df[["age", "dose"]].dropna()
reach = df["age"].quantile(0.75) - df["age"].quantile(0.25)
low = df["age"].quantile(0.25) - 1.5 * reach
high = df["dose"].quantile(0.99) + 1.5 * reach
kept = df[(df["age"] > low) & (df["age"] < high)]
X_train, X_test, y_train, y_test = train_test_split(kept[["dose"]], kept["age"], random_state=1)
print("score", LinearRegression().fit(X_train, y_train).score(X_test, y_test))
