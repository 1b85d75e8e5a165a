/** What a loop over folds keeps for each round, and reads back in the same round, is that round's own. */
import { expect, it } from "vitest";
import { check, places } from "../helpers/check.js";

const program = (kept: string, store: string, use: (rows: string) => string, more = ""): string => `import numpy as np
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import KFold
from sklearn.preprocessing import StandardScaler
plants = pd.read_csv("plants.csv")
X = plants.drop(columns="height").values
y = plants["height"].values
kept = ${kept}
k = 0
for train, test in KFold(5, shuffle=True, random_state=1).split(X, y):
    A, B = X[train], X[test]
    ${store}
${more}    model = Ridge().fit(${use("A")}, y[train])
    print(model.score(${use("B")}, y[test]))
    k += 1
`;
const found = async (text: string): Promise<string[]> => places((await check([text])).findings, [text]).filter((p) => /HLD10[12]/.test(p));
const less = (rows: string): string => `${rows} - kept[k, :]`;
const scaled = (rows: string): string => `kept[k].transform(${rows})`;

it("a mean in a row of an array of its own", async () => {
  expect(await found(program("np.empty((5, X.shape[1]))", "kept[k, :] = np.mean(A, axis=0)", less))).toEqual([]);
});

it("a scaler in a dictionary or a list", async () => {
  expect(await found(program("{}", "kept[k] = StandardScaler().fit(A)", scaled))).toEqual([]);
  expect(await found(program("{}", 'kept[f"fold {k}"] = StandardScaler().fit(A)', (rows) => `kept[f"fold {k}"].transform(${rows})`))).toEqual([]);
  expect(await found(program("[None] * 5", "kept[k] = StandardScaler().fit(A)", scaled))).toEqual([]);
  expect(await found(program("[]", "kept.append(StandardScaler().fit(A))", (rows) => `kept[-1].transform(${rows})`))).toEqual([]);
});

it("learned from all rows, it is found all the same", async () => {
  expect(await found(program("np.empty((5, X.shape[1]))", "kept[k, :] = np.mean(X, axis=0)", less))).toHaveLength(1);
  expect(await found(program("{}", "kept[k] = StandardScaler().fit(X)", scaled))).toHaveLength(1);
});

it("read under another number, or after something else was stored, it may be that of another round", async () => {
  expect(await found(program("{}", "kept[k] = StandardScaler().fit(A)", (rows) => `kept[0 if k else k].transform(${rows})`))).toHaveLength(1);
  expect(await found(program("[]", "kept.append(StandardScaler().fit(A))", (rows) => `kept[-1].transform(${rows})`, "    kept.reverse()\n"))).toHaveLength(1);
  expect(await found(program("{}", "kept[k] = StandardScaler().fit(A)", scaled, "    k = k // 2\n"))).toHaveLength(1);
});

it("is what either arm of a condition has stored", async () => {
  const arms = (first: string, second: string): string => `if k % 2:
        kept[k] = StandardScaler().fit(${first})
    else:
        kept[k] = StandardScaler(with_mean=False).fit(${second})`;
  expect(await found(program("{}", arms("A", "A"), scaled))).toEqual([]);
  expect(await found(program("{}", arms("X", "A"), scaled))).toHaveLength(1);
  expect(await found(program("{}", arms("A", "X"), scaled))).toHaveLength(1);
});

it("is read under its number in a later loop", async () => {
  const rounds = (made: string, put: (list: string, value: string) => string, fitted = "A"): string => `import numpy as np
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import ShuffleSplit
from sklearn.preprocessing import StandardScaler
X, y = np.load("x.npy"), np.load("y.npy")
first, second, third, fourth = ${made}, ${made}, ${made}, ${made}
for k, (train, test) in enumerate(ShuffleSplit(5).split(X)):
    A = X[train]
    scaler = StandardScaler().fit(${fitted})
    ${put("first", "scaler.transform(A)")}
    ${put("second", "scaler.transform(X[test])")}
    ${put("third", "y[train]")}
    ${put("fourth", "y[test]")}
for k in range(5):
    model = Ridge().fit(first[k], third[k])
    print(mean_squared_error(fourth[k], model.predict(second[k])))
`;
  const ways: [string, (list: string, value: string) => string][] = [
    ["[None] * 5", (list, value) => `${list}[k] = ${value}`],
    ["[]", (list, value) => `${list}.append(${value})`],
  ];
  for (const [made, put] of ways) {
    expect(await found(rounds(made, put))).toEqual([]);
    expect(await found(rounds(made, put, "X"))).toHaveLength(1);
  }
});
