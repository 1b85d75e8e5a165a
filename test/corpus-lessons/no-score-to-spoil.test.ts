/** HLD102: what is learned before the folds are cut, where no score can be spoiled by it, or nobody knows that anything is learned. */
import { describe, expect, it } from "vitest";
import { check } from "../helpers/check.js";

const codes = async (text: string): Promise<string[]> => [
  ...new Set((await check([text])).findings.filter((f) => /^HLD10[12]$/.test(f.code) && f.severity !== "hint").map((f) => f.code)),
];
const head = `import numpy as np
import pandas as pd
from sklearn.cluster import DBSCAN
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
df = pd.read_csv("loans.csv")
X, y = df.drop(columns="bad"), df["bad"]
`;

it("a search for the settings of groups has no answers to give away", async () => {
  const search = (model: string, grid: string): Promise<string[]> =>
    codes(`${head}Z = StandardScaler().fit_transform(X)
search = GridSearchCV(${model}, ${grid}, cv=5)
search.fit(Z, y)
print(search.best_params_, search.best_score_)
`);
  expect([await search("DBSCAN()", '{"eps": [0.1, 0.5]}'), await search("LogisticRegression()", '{"C": [1, 10]}')]).toEqual([[], ["HLD102"]]);
});

it("of steps that nobody knows, nobody knows that they learn", async () => {
  const piped = (steps: string): Promise<string[]> =>
    codes(`${head}from tidied import DropDoubles, DropConstant
Z = Pipeline([${steps}]).fit_transform(X)
print(cross_val_score(LogisticRegression(), Z, y, cv=5).mean())
`);
  expect(await piped('("a", DropDoubles()), ("b", DropConstant())')).toEqual([]);
  expect(await piped('("a", DropDoubles()), ("b", StandardScaler())')).toEqual(["HLD102"]);
});

it("a class of the program whose fit gives back the object learns nothing there", async () => {
  const own = (body: string): Promise<string[]> =>
    codes(`${head}class Longer:
    def fit(self, X, y=None):
        return self
    def transform(self, X):
        return X.assign(wide=X["a"] * 2)
pipe = Pipeline([("longer", Longer())${body}])
pipe.fit(X)
Z = pipe.transform(X)
print(cross_val_score(LogisticRegression(), Z, y, cv=5).mean())
`);
  expect([await own(""), await own(', ("scale", StandardScaler())')]).toEqual([[], ["HLD102"]]);
});

it("ranks bring the answers of several models for left-out rows to one scale", async () => {
  const ranked = (file: string): Promise<string[]> =>
    codes(`${head}parts = []
for i in range(3):
    part = pd.read_csv(f"${file}")
    part = part.rank() / len(part)
    parts.append(part)
Z = pd.concat(parts, axis=1)
search = GridSearchCV(LogisticRegression(), {"C": [1, 10]}, cv=5).fit(Z, y)
print(search.best_score_)
`);
  expect([await ranked("oof_{i}/answers.csv"), await ranked("tables_{i}/incomes.csv")]).toEqual([[], ["HLD102"]]);
});

describe("a network that gives back its inputs", () => {
  const net = (more: string): Promise<string[]> =>
    codes(`${head}from tensorflow import keras
other = pd.read_csv("other.csv")
centre = X.mean()
Z = X - centre
net = keras.Sequential([keras.layers.Dense(2), keras.layers.Dense(9)])
net.compile(optimizer="adam", loss="mse")
log = net.fit(Z, Z, validation_split=0.2, epochs=9)
print(log.history["val_loss"])
${more}`);
  it("and whose answers for other rows are the result is only looked at", async () => {
    expect([await net("print(abs(net.predict(other) - other).mean(axis=1) > 3)\n"), await net("print(net.predict(Z))\n")]).toEqual([[], ["HLD102"]]);
  });
});

it("a recording that made numbers stand in for, or pad, is one example still", async () => {
  const read = (made: string): Promise<string[]> =>
    codes(`${head}import librosa
def read(name):
    sound, rate = librosa.load(name)
    if len(sound) < 9000:
        padded = np.zeros(9000)
    else:
        padded = sound
    padded = ${made}
    return (padded - padded.min()) / (padded.max() - padded.min())
Z = np.array([read(name) for name in df["file"]])
print(cross_val_score(LogisticRegression(), Z, y, cv=5).mean())
`);
  const all = "np.array([librosa.load(n)[0] for n in df['file']])";
  expect([await read("padded"), await read(all)]).toEqual([[], ["HLD102"]]);
});
