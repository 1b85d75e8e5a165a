/** HLD102 and HLD201–205: numbers that are no result of the program, and results that stand on other rows than those that chose. */
import { describe, expect, it } from "vitest";
import { check, defaults, places } from "../helpers/check.js";

const all = { ...defaults, minConfidence: "possible" as const };
const found = async (text: string, codes: RegExp, selection = defaults): Promise<string[]> =>
  places((await check([text], { selection })).findings, [text]).filter((p) => codes.test(p));
const row = (text: string, part: string): number => text.slice(0, text.indexOf(part)).split("\n").length;

describe("early stopping", () => {
  const images = `import glob
import pandas as pd
import tensorflow as tf
from sklearn.metrics import f1_score
from tensorflow import keras
def table(folder):
    return pd.DataFrame({"path": sorted(glob.glob(folder + "/*.png")), "kind": 0})
def batches(t):
    return tf.data.Dataset.from_tensor_slices((t["path"], t["kind"])).map(lambda p, k: (tf.io.read_file(p), k)).batch(16)
train, val, test = table("scans/train"), table("scans/val"), table("scans/test")
net = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(1, activation="sigmoid")])
net.compile(optimizer="adam", loss="binary_crossentropy")
net.fit(batches(train), validation_data=batches(val), epochs=50, callbacks=[keras.callbacks.EarlyStopping(patience=3)])
print("watched", net.evaluate(batches(val)))
print("result", net.evaluate(batches(test)))
print(f1_score(test["kind"], net.predict(batches(test)).argmax(axis=1)))
`;
  it("on a folder of its own is right where another folder judges", async () => {
    expect(await found(images, /HLD202/)).toEqual([]);
  });

  const folds = `from sklearn.metrics import f1_score
from sklearn.model_selection import TimeSeriesSplit
from xgboost import XGBClassifier
def train(X, y):
    out = []
    for a, b in TimeSeriesSplit(n_splits=4).split(X):
        m = XGBClassifier(early_stopping_rounds=20)
        m.fit(X[a], y[a], eval_set=[(X[b], y[b])])
        out.append((m, f1_score(y[b], m.predict(X[b]))))
    return max(out, key=lambda x: x[1])[0]
`;
  it("in folds of rows that a function is handed is a hint at most: its caller may judge", async () => {
    expect(await found(folds, /HLD202/)).toEqual([]);
    expect(await found(folds, /HLD202/, all)).toEqual([`HLD202 cell1:${row(folds, "m.fit(")}`]);
    const here = `import pandas as pd\n${folds}df = pd.read_csv("tides.csv")\nprint(train(df.drop(columns="high").values, df["high"].values))\n`;
    expect(await found(here, /HLD202/)).toEqual([`HLD202 cell1:${row(here, "m.fit(")}`]);
  });

  const tuner = `import numpy as np
from sklearn.model_selection import StratifiedKFold
from xgboost import XGBClassifier
def judge(model, X, y):
    scores = []
    for a, b in StratifiedKFold(n_splits=4).split(X, y):
        model.fit(X[a], y[a], eval_set=[(X[b], y[b])], early_stopping_rounds=20)
        scores.append(model.best_score)
    return np.median(scores)
def tune(X, y):
    depths = np.linspace(2, 12, num=6, dtype=int)
    scores = []
    for depth in depths:
        scores.append(judge(XGBClassifier(max_depth=depth), X, y))
    return depths[np.argmin(scores)]
`;
  it("in the folds that try settings is no result", async () => {
    expect(await found(tuner, /HLD202/, all)).toEqual([]);
  });
});

const table = `import numpy as np
import pandas as pd
from sklearn.ensemble import AdaBoostClassifier, ExtraTreesClassifier, GradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LassoCV, LogisticRegression, RidgeClassifier
from sklearn.metrics import accuracy_score, roc_auc_score
from sklearn.model_selection import GridSearchCV, cross_val_score, train_test_split
from sklearn.naive_bayes import BernoulliNB, GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import MinMaxScaler, StandardScaler
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeClassifier
df = pd.read_csv("loans.csv")
X, y = df.drop(columns="bad"), df["bad"]
a, b, c, d = train_test_split(X, y, random_state=0)
`;

describe("scores of one model", () => {
  const trained = `${table}p = RandomForestClassifier().fit(a, c).predict_proba(b)[:, 1]\n`;
  it("for one group of rows after the other choose nothing", async () => {
    const groups = `${trained}auc = {}
for g in sorted(b["sex"].dropna().unique().tolist()):
    mask = (b["sex"] == g).to_numpy()
    auc[g] = roc_auc_score(d.to_numpy()[mask], p[mask])
print(auc)
`;
    expect(await found(groups, /HLD201/)).toEqual([]);
  });
  it("for one threshold after the other do", async () => {
    const cuts = `${trained}for t in np.linspace(0, 1, 20):\n    print(t, accuracy_score(d, p >= t))\n`;
    expect(await found(cuts, /HLD201/)).toEqual([`HLD201 cell1:${row(cuts, "accuracy_score(d")}`]);
  });
});

describe("a search of one model", () => {
  const two = (grid: string, model = "KNeighborsClassifier()"): string => `${table}scaler = StandardScaler()
A, B = scaler.fit_transform(a), scaler.transform(b)
first = GridSearchCV(KNeighborsClassifier(), {"n_neighbors": [3, 5, 7]}, cv=5).fit(A, c)
print(accuracy_score(d, first.predict(B)))
steps = Pipeline([("scale", StandardScaler()), ("last", ${model})])
second = GridSearchCV(steps, ${grid}, cv=5).fit(a, c)
print("again", accuracy_score(d, second.predict(b)))
`;
  it("with its scaler before it or inside is the same model", async () => {
    expect(await found(two('{"last__n_neighbors": [3, 5, 7]}'), /HLD203/)).toEqual([]);
  });
  it("over another grid, or of another class, is another", async () => {
    for (const text of [two('{"last__p": [1, 2]}'), two('{"last__C": [1, 2]}', "SVC()")])
      expect(await found(text, /HLD203/)).toEqual([`HLD203 cell1:${row(text, 'print("again"')}`]);
  });
});

describe("a training score", () => {
  const many = `${table}models = {"k": KNeighborsClassifier(), "g": GaussianNB(), "b": BernoulliNB(), "s": SVC(), "l": LogisticRegression(), "r": RidgeClassifier(),
    "d": DecisionTreeClassifier(), "e": ExtraTreesClassifier(), "f": RandomForestClassifier(), "h": GradientBoostingClassifier(), "a": AdaBoostClassifier()}
def compare(a, c, b, d):
    return pd.DataFrame([{"name": n, "score": accuracy_score(d, m.fit(a, c).predict(b))} for n, m in models.items()])
print(compare(a, c, b, d))
`;
  const last = (model: string): string =>
    `final = Pipeline([("scale", MinMaxScaler()), ("last", ${model})])\nfinal.fit(X, y)\nprint("all", final.score(X, y))\n`;
  it("of a class that was one of many in a comparison on held-out rows is not its only one", async () => {
    expect(await found(many + last("GradientBoostingClassifier()"), /HLD205/)).toEqual([]);
  });
  it("of another class is", async () => {
    const text = many + last("MLPClassifier()").replace("final", "from sklearn.neural_network import MLPClassifier\nfinal");
    expect(await found(text, /HLD205/)).toEqual([`HLD205 cell1:${row(text, 'print("all"')}`]);
  });
});

describe("cross-validation in a function that nobody calls", () => {
  const program = (more: string): string => `${table}new = pd.read_csv("new.csv")
both = pd.concat([X, new])
both["income"] = both["income"].fillna(both["income"].mean())
X = both[: len(df)]
def validate(model):
    return cross_val_score(model, X, y, cv=5)
${more}`;
  it("validates nothing beside a program that runs", async () => {
    const text = program('pd.DataFrame({"bad": LassoCV().fit(X, y).predict(both[len(df) :])}).to_csv("out.csv")\n');
    expect(await found(text, /HLD10[12]/)).toEqual([]);
  });
  it("does where it is called, and where the file only defines", async () => {
    for (const more of ["model = LassoCV().fit(X, y)\nprint(validate(model))\n", ""]) {
      const text = program(more);
      expect(await found(text, /HLD102/)).toEqual([`HLD102 cell1:${row(text, 'both["income"] =')}`]);
    }
  });
});
