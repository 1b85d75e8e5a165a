/** Numbers of rows in parts, dictionaries for each row, groups of a table and names from settings: what is not told apart proves nothing. */
import { describe, expect, it } from "vitest";
import { check, places } from "../helpers/check.js";

const found = async (text: string, codes: RegExp): Promise<string[]> => places((await check([text])).findings, [text]).filter((p) => codes.test(p));

const folds = (scored: string): string => `import numpy as np
import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.metrics import mean_squared_error
songs = pd.read_csv("songs.csv")
X, y = songs.drop(columns="plays"), songs["plays"].values
numbers = np.arange(len(X))
np.random.shuffle(numbers)
folds = np.array_split(numbers, 10)
held = folds[0]
kept = np.concatenate([folds[j] for j in range(10) if j != 0])
model = LinearRegression().fit(X.loc[kept], y[kept])
print(mean_squared_error(y[${scored}], model.predict(X.loc[${scored}])))
`;

const words = (scores: string): string => `import numpy as np
import pandas as pd
from sklearn.feature_extraction import DictVectorizer
from sklearn.tree import DecisionTreeClassifier
words = pd.read_csv("words.csv", header=None)
def ends(word):
    return {"first": word[0], "last": word[-1]}
X, y = np.vectorize(ends)(words[0]), words[1]
n = int(0.8 * len(X))
X_train, X_test, y_train, y_test = X[:n], X[n:], y[:n], y[n:]
vectorizer = DictVectorizer().fit(X_train)
tree = DecisionTreeClassifier().fit(vectorizer.transform(X_train), y_train)
print(tree.score(vectorizer.transform(X_train), y_train))
${scores}
`;

const surrogate = (target: string): string => `import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier
pupils = pd.read_csv("pupils.csv")
X_train, X_test, y_train, y_test = train_test_split(pupils.drop(columns="level"), pupils["level"], random_state=0)
forest = RandomForestClassifier(random_state=0).fit(X_train, y_train)
print(forest.score(X_test, y_test))
answers = forest.predict(X_train)
tree = DecisionTreeClassifier(max_depth=3).fit(X_train, ${target})
print(tree.score(X_train, ${target}))
`;

const groups = (prepared: string): string => `import pandas as pd
from sklearn.naive_bayes import GaussianNB
from sklearn.model_selection import train_test_split
from sklearn.utils import resample
notes = pd.read_csv("notes.csv")
for kind, part in notes.groupby("good"):
    if kind == 0:
        few = part
    if kind == 1:
        many = part
${prepared}
a, b, ya, yb = train_test_split(both[["length", "stars"]], both["good"], random_state=0)
print(GaussianNB().fit(a, ya).score(b, yb))
`;

const settings = (inputs: string): string => `import hydra
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
@hydra.main(config_path="conf")
def main(cfg):
    clients = pd.read_csv("clients.csv")
    clients["left"] = clients["status"].apply(lambda s: 0 if s == "stays" else 1)
    X = ${inputs}
    a, b, ya, yb = train_test_split(X, clients["left"], random_state=0)
    print(LogisticRegression().fit(a, ya).score(b, yb))
main()
`;

describe("the only score is on training rows", () => {
  it("is not said of another fold of row numbers", async () => {
    expect(await found(folds("held"), /HLD(205|106)/)).toEqual([]);
  });
  it("is said of the same numbers", async () => {
    expect(await found(folds("kept"), /HLD205/)).toEqual(["HLD205 cell1:13"]);
  });
  it("is not said beside a score on the rest of the dictionaries", async () => {
    expect(await found(words("print(tree.score(vectorizer.transform(X_test), y_test))"), /HLD205/)).toEqual([]);
  });
  it("is said where nothing else is scored", async () => {
    expect(await found(words("print(len(X_test))"), /HLD205/)).toEqual(["HLD205 cell1:13"]);
  });
  it("is not said of a tree that explains a forest", async () => {
    expect(await found(surrogate("answers"), /HLD205/)).toEqual([]);
  });
  it("is said of a tree that learns the labels", async () => {
    expect(await found(surrogate("y_train"), /HLD205/)).toEqual(["HLD205 cell1:11"]);
  });
});

describe("copies of rows", () => {
  it("are not made by some rows of one group beside another group", async () => {
    const less = "less = resample(many, replace=False, n_samples=900, random_state=0)\nboth = pd.concat([few, less])";
    expect(await found(groups(less), /HLD105/)).toEqual([]);
  });
  it("are made by drawing with replacement", async () => {
    const more = "more = resample(few, replace=True, n_samples=900, random_state=0)\nboth = pd.concat([many, more])";
    expect(await found(groups(more), /HLD105/)).toEqual(["HLD105 cell1:11"]);
  });
});

describe("the target among the inputs", () => {
  it("is not proved by names that settings give", async () => {
    expect(await found(settings('clients[cfg["data"]["inputs"]]'), /HLD107/)).toEqual([]);
  });
  it("is proved by what is left when others are dropped", async () => {
    expect(await found(settings('clients.drop(columns=["left", "id"])'), /HLD107/)).toEqual(["HLD107 cell1:9"]);
  });
});
