/** What a program knows from before: modules that a star brings, models that it wrote into a file, selectors of trained models, trainings that go on. */
import { describe, expect, it } from "vitest";
import { check } from "../helpers/check.js";

const found = async (text: string, code = ""): Promise<string[]> =>
  (await check([text])).findings.filter((f) => f.code.startsWith(code)).map((f) => `${f.code} ${text.slice(0, f.at.start).split("\n").length} ${f.confidence}`);

describe("a star import", () => {
  const program = (imports: string): string => `${imports}
import pandas as pd
df = pd.read_csv("ferns.csv")
X = preprocessing.StandardScaler().fit_transform(df[["light", "rain"]])
a, b, c, d = model_selection.train_test_split(X, df["grows"])
print(linear_model.LogisticRegression().fit(a, c).score(b, d))
`;
  it("brings the modules of a package", async () => {
    expect(await found(program("from sklearn import *"))).toEqual(["HLD101 4 certain"]);
    expect(await found(program("from sklearn import preprocessing, model_selection, linear_model"))).toEqual(["HLD101 4 certain"]);
  });
  it("brings none that the package does not have", async () => {
    expect(await found(program("from numpy import *"))).toEqual([]);
  });
});

describe("a model that is read from a file", () => {
  const head = `import joblib
import pandas as pd
from keras import Sequential
from keras.callbacks import EarlyStopping, ModelCheckpoint
from keras.layers import Dense
from keras.models import load_model
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
df = pd.read_csv("moths.csv")
X, y = df.drop(columns="night").values, df["night"].values
a, b, c, d = train_test_split(X, y, random_state=3)
`;
  const network = (saved: string, read: string): string => `${head}net = Sequential([Dense(8, activation="relu"), Dense(1, activation="sigmoid")])
net.compile(loss="binary_crossentropy", metrics=["accuracy"])
net.fit(a, c, epochs=50, validation_data=(b, d), callbacks=[ModelCheckpoint("${saved}", save_best_only=True)])
best = load_model("${read}")
print(best.evaluate(b, d))
`;
  it("is the one whose best weights the training kept there", async () => {
    expect(await found(network("best.keras", "best.keras"), "HLD202")).toEqual(["HLD202 14 certain"]);
    expect(await found(network("best.keras", "older.keras"), "HLD202")).toEqual([]);
  });
  const kept = (then: string): string => `${head}model = LogisticRegression().fit(X, y)
joblib.dump(model, "all.joblib")
${then}print(model.score(b, d))
`;
  it("is the one that was written, as it was then", async () => {
    expect(await found(kept('model = LogisticRegression().fit(a, c)\nmodel = joblib.load("all.joblib")\n'), "HLD106")).toEqual(["HLD106 12 certain"]);
    expect(
      await found(kept('model = LogisticRegression().fit(a, c)\njoblib.dump(model, "all.joblib")\nmodel = joblib.load("all.joblib")\n'), "HLD106"),
    ).toEqual([]);
    expect(await found(kept('model.fit(a, c)\njoblib.dump(model, "part.joblib")\nmodel.fit(X, y)\nmodel = joblib.load("part.joblib")\n'), "HLD106")).toEqual(
      [],
    );
  });
  it("is nobody's where nothing was written there", async () => {
    expect(await found(kept('model = joblib.load("elsewhere.joblib")\n'), "HLD106")).toEqual([]);
  });
});

describe("a selector of a model that is trained already", () => {
  const program = (rows: string, labels: string, prefit: string): string => `import pandas as pd
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.feature_selection import SelectFromModel
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
df = pd.read_csv("reeds.csv")
X, y = df.drop(columns="tall"), df["tall"]
a, b, c, d = train_test_split(X, y, random_state=2)
trees = ExtraTreesClassifier()
trees.fit(${rows}, ${labels})
select = SelectFromModel(trees, prefit=${prefit})
model = LogisticRegression().fit(select.transform(a), c)
print(model.score(select.transform(b), d))
`;
  it("chooses by the rows and the labels of that training", async () => {
    expect(await found(program("X", "y", "True"), "HLD103")).toEqual(["HLD103 10 certain"]);
  });
  it("chooses by no test row where that training saw none", async () => {
    expect(await found(program("a", "c", "True"), "HLD103")).toEqual([]);
  });
  it("has chosen nothing where it was not told so", async () => {
    expect(await found(program("X", "y", "False"), "HLD103")).toEqual([]);
  });
});

describe("a training that goes on", () => {
  const program = (first: string, then: string): string => `import pandas as pd
from keras import Sequential
from keras.layers import Dense
from sklearn.model_selection import train_test_split
df = pd.read_csv("gulls.csv")
X, y = df.drop(columns="nests").values, df["nests"].values
a, b, c, d = train_test_split(X, y, random_state=1)
net = Sequential([Dense(8, activation="relu"), Dense(1, activation="sigmoid")])
net.compile(loss="binary_crossentropy", metrics=["accuracy"])
net.fit(${first}, epochs=20)
${then}`;
  const own = "seen = net.fit(X, y, epochs=80, validation_split=0.2)\nprint(max(seen.history['val_accuracy']))\n";
  it("from one on all rows is told where it watches some of them", async () => {
    expect(await found(program("X, y", own), "HLD106")).toEqual(["HLD106 11 certain"]);
    expect(await found(program("X, y", "net.fit(a, c, epochs=80, validation_data=(b, d))\n"), "HLD106")).toEqual(["HLD106 11 certain"]);
  });
  it("from one on the training part watches rows that it has not seen", async () => {
    expect(await found(program("a, c", "net.fit(a, c, epochs=80, validation_data=(b, d))\n"), "HLD106")).toEqual([]);
  });
  it("is judged by another part, where there is one", async () => {
    expect(await found(program("a, c", "net.fit(a, c, epochs=80, validation_split=0.2)\nprint(net.evaluate(b, d))\n"), "HLD106")).toEqual([]);
  });
  it("begins anew with a new network", async () => {
    const anew = 'net = Sequential([Dense(1, activation="sigmoid")])\nnet.compile(loss="binary_crossentropy", metrics=["accuracy"])\n';
    expect(await found(program("X, y", anew + own), "HLD106")).toEqual([]);
  });
});

describe("probabilities that are cut to classes", () => {
  const program = (cut: string): string => `import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import binarize
df = pd.read_csv("eels.csv")
a, b, c, d = train_test_split(df.drop(columns="male"), df["male"], stratify=df["male"], random_state=1)
p = LogisticRegression().fit(a, c).predict_proba(b)[:, 1]
print(roc_auc_score(d, ${cut}))
`;
  it.each(["np.round(p)", "p.round()", "binarize([p], threshold=0.3)[0]", "binarize(p.reshape(-1, 1), threshold=0.3)", "(p > 0.3).astype(int)"])(
    "rank no rows: %s",
    async (cut) => {
      expect(await found(program(cut), "HLD303")).toEqual(["HLD303 10 certain"]);
    },
  );
  it.each(["p", "np.round(p, 3)", "p.round(3)"])("rank them as they are: %s", async (cut) => {
    expect(await found(program(cut), "HLD303")).toEqual([]);
  });
});

describe("a score on training rows beside one on rows that are called a test", () => {
  // One list of parts is filled in the rounds of a loop: which part is which is not followed.
  const program = (other: string): string => `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
df = pd.read_csv("wrens.csv")
y = df["sings"]
X = df.drop(columns="sings")
${other} = X.copy()
model = LogisticRegression().fit(X, y)
print(model.score(${other}, y))
print(accuracy_score(y, model.predict(X)))
`;
  it("is none of which nothing else is told", async () => {
    expect(await found(program("X_copy"), "HLD205")).toEqual(["HLD205 9 likely"]);
    expect((await found(program("X_valid"), "HLD205")).filter((f) => f.includes(" 10 "))).toEqual([]);
  });
});
