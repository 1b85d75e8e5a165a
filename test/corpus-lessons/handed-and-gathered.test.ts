/** Scores of rows that come from elsewhere, curves without a number, parts by short names, and predictions that are gathered or blended. */
import { describe, expect, it } from "vitest";
import { check, places } from "../helpers/check.js";

const weighed = async (text: string): Promise<string[]> => (await check([text])).findings.map((f) => `${f.code} ${f.severity}`);
const found = async (text: string): Promise<string[]> => places((await check([text])).findings, [text]);

const head = `import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_absolute_error, precision_recall_curve, f1_score
from sklearn.model_selection import KFold, train_test_split
from sklearn.tree import DecisionTreeClassifier
`;

describe("the only score of a model on its own rows", () => {
  const body = `
def learn(table):
    X, y = table.drop(columns="mass"), table["mass"]
    tree = RandomForestRegressor(max_depth=4).fit(X, y)
    return tree, mean_absolute_error(y, tree.predict(X))
`;
  it("weighs less in a function that nothing calls than in one that is given a table", async () => {
    expect(await weighed(head + body)).toEqual(["HLD205 hint"]);
    expect(await weighed(`${head}${body}\nprint(learn(pd.read_csv("fish.csv")))\n`)).toEqual(["HLD205 warning"]);
  });
  it("is none where a collection that is handed in has parts by short names", async () => {
    const text = `${head}
def learn(r):
    tree = RandomForestRegressor().fit(r["X_tr"], r["y_tr"])
    print(mean_absolute_error(r["y_val"], tree.predict(r["X_val"])))
`;
    expect(await weighed(text)).toEqual([]);
    expect(await weighed(text.replaceAll("_val", "_tr"))).toEqual(["HLD205 hint"]);
  });
  it("is not told where parts go by their names through a lookup that was not followed", async () => {
    const text = `${head}
def pick(numbers, table):
    out = list()
    for i in numbers:
        out.append(table[i])
    return out

fish = pd.read_csv("fish.csv")
sizes, kinds = {}, {}
for number, row in fish.iterrows():
    sizes[number] = measure(row["name"][:-1])
    kinds[number] = row["kind"]
train_ids, test_ids, train_kinds, test_kinds = train_test_split(list(kinds.keys()), list(kinds.values()), random_state=4)
train_sizes = pick(train_ids, sizes)
test_sizes = pick(test_ids, sizes)
tree = DecisionTreeClassifier(max_depth=3)
tree.fit(np.array(train_sizes), np.array(train_kinds))
guess = tree.predict(test_sizes)
print(f1_score(test_kinds, guess))
`;
    expect(await weighed(text)).toEqual([]);
    expect(await weighed(text.replace("predict(test_sizes)", "predict(train_sizes)").replace("test_kinds, guess", "train_kinds, guess"))).toEqual([
      "HLD205 warning",
    ]);
  });
  it("is a hint where it is a curve from which a cut is read", async () => {
    const text = `${head}
fish = pd.read_csv("fish.csv")
X, y = fish.drop(columns="eaten"), fish["eaten"]
tree = DecisionTreeClassifier(max_depth=3).fit(X, y)
chances = tree.predict_proba(X)[:, 1]
precision, recall, cuts = precision_recall_curve(y, chances)
print(cuts[np.argmax(precision * recall)])
`;
    expect(await weighed(text)).toEqual(["HLD205 hint"]);
    expect(await weighed(`${text}print(f1_score(y, tree.predict(X)))\n`)).toEqual(["HLD205 warning"]);
  });
});

describe("several models on the same rows", () => {
  const folds = `${head}
fish = pd.read_csv("fish.csv")
X, y = fish.drop(columns="mass"), fish["mass"]

def gather(make):
    whole = np.zeros(len(y))
    for learn, judge in KFold(n_splits=4, shuffle=True, random_state=1).split(X):
        whole[judge] = make().fit(X.iloc[learn], y.iloc[learn]).predict(X.iloc[judge])
    print(mean_absolute_error(y, whole))
    return whole

blend = (gather(Ridge) + gather(RandomForestRegressor)) / 2
`;
  it("are no hold-out where predictions are gathered fold by fold", async () => {
    expect((await found(folds)).filter((x) => x.startsWith("HLD203"))).toEqual([]);
  });
  const blend = `${head}
class Blend:
    def fit(self, X, y):
        X_train, X_check, y_train, y_check = train_test_split(X, y, random_state=2)
        self.ridge = Ridge().fit(X_train, y_train)
        self.forest = RandomForestRegressor().fit(X_train, y_train)
        print(mean_absolute_error(y_check, self.ridge.predict(X_check)))
        print(mean_absolute_error(y_check, self.forest.predict(X_check)))
        return self
    def predict(self, X):
        return (self.ridge.predict(X) + self.forest.predict(X)) / 2

fish = pd.read_csv("fish.csv")
Blend().fit(fish.drop(columns="mass"), fish["mass"])
`;
  it("are a class's own affair while it is fitted, and a comparison where it is asked for one", async () => {
    expect((await weighed(blend)).filter((x) => x.startsWith("HLD203"))).toEqual([]);
    expect(
      (await weighed(blend.replace("def fit(", "def compare(").replace("Blend().fit(", "Blend().compare("))).filter((x) => x.startsWith("HLD203")),
    ).toEqual(["HLD203 information"]);
  });
});

describe("a stretch between two others", () => {
  it("may stop a training that is judged on the last one, whatever numbers tell where they end", async () => {
    const text = `import pandas as pd
from sklearn.metrics import f1_score
from tensorflow import keras
from settings import first, second
buoys = pd.read_csv("buoys.csv")
X, y = buoys.drop(columns="storm").values, buoys["storm"].values
net = keras.Sequential([keras.layers.Dense(8, activation="relu"), keras.layers.Dense(1, activation="sigmoid")])
net.compile(optimizer="adam", loss="binary_crossentropy")
stop = keras.callbacks.EarlyStopping(monitor="val_loss", patience=4, restore_best_weights=True)
net.fit(X[:first], y[:first], validation_data=(X[first:second], y[first:second]), epochs=80, callbacks=[stop])
print(f1_score(y[first:second], net.predict(X[first:second]).ravel() > 0.5))
print(f1_score(y[second:], net.predict(X[second:]).ravel() > 0.5))
`;
    expect((await weighed(text)).filter((x) => x.startsWith("HLD202"))).toEqual([]);
    expect((await weighed(text.replaceAll("[second:]", "[first:second]"))).filter((x) => x.startsWith("HLD202"))).toEqual(["HLD202 error"]);
  });
});

describe("the score of a search", () => {
  it("that goes to a name which nothing reads is told to nobody", async () => {
    const text = `${head}
fish = pd.read_csv("fish.csv")
search = GridSearchCV(Ridge(), {"alpha": [0.1, 1, 10]}).fit(fish.drop(columns="mass"), fish["mass"])
settings = search.best_params_
best = search.best_score_
print(settings)
`;
    expect(await weighed(text)).toEqual([]);
    expect(await weighed(`${text}print(best)\n`)).toEqual(["HLD204 information"]);
  });
});
