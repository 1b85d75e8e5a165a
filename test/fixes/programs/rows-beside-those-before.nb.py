# A series is scaled as a whole and laid beside its own past; a number of rows that is said below is trained on.
# finds HLD101
# %%
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.preprocessing import MinMaxScaler

values = pd.read_csv("wines.csv")[["price", "sugar"]].values.astype("float32")
scaler = MinMaxScaler(feature_range=(0, 1))
scaled = scaler.fit_transform(values)


# %%
def beside(data, past=1):
    df = pd.DataFrame(data)
    columns = []
    for i in range(past, 0, -1):
        columns.append(df.shift(i))
    columns.append(df)
    joined = pd.concat(columns, axis=1)
    joined.columns = [f"v{i}" for i in range(joined.shape[1])]
    joined.dropna(inplace=True)
    return joined


frame = beside(scaled, 3)
frame.drop(["v7"], axis=1, inplace=True)

# %%
values = frame.values
# The first rows are trained on.
n_first = 30 * 5

train = values[:n_first, :]
test = values[n_first:, :]
model = Ridge().fit(train[:, :-1], train[:, -1])
print("score", model.score(test[:, :-1], test[:, -1]))
