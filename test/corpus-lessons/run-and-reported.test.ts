/** HLD201–HLD205, HLD301: scores that nobody reports, rows that another table judges, and loops and second scores that choose nothing. */
import { describe, expect, it } from "vitest";
import { cellsOf, check } from "../helpers/check.js";

const codes = async (text: string, path?: string): Promise<string[]> => {
  const cells = cellsOf(text);
  const { findings } = await check(cells, path ? { path } : {});
  return [...new Set(findings.filter((f) => f.severity !== "hint").map((f) => f.code))].filter((c) => /HLD(20|301)/.test(c));
};
const head = `import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LinearRegression, LogisticRegression, Ridge
from sklearn.metrics import accuracy_score, confusion_matrix, f1_score, mean_absolute_error
from sklearn.model_selection import cross_val_score, train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.tree import DecisionTreeClassifier
`;
const split = `${head}boats = pd.read_csv("boats.csv")
X, y = boats.drop(columns="leaks"), boats["leaks"]
A, B, a, b = train_test_split(X, y, random_state=0)
`;

describe("a function that nothing leads to", () => {
  const parts = `def load():
    boats = pd.read_csv("boats.csv")
    return train_test_split(boats.drop(columns="leaks"), boats["leaks"], random_state=0)
`;
  const sweep = `def sweep():
    A, B, a, b = load()
    for k in [1, 3, 5, 9]:
        print(k, KNeighborsClassifier(n_neighbors=k).fit(A, a).score(B, b))
`;
  const main = (line: string): string => `def main():
    A, B, a, b = load()
    print(RandomForestClassifier(random_state=0).fit(A, a).score(B, b))
    ${line}
`;
  const guard = `if __name__ == "__main__":\n    main()\n`;
  it("gives no result in a script that runs others of its functions", async () => {
    expect(await codes(head + parts + sweep + main("# sweep()") + guard)).toEqual([]);
    expect(await codes(`${head}${parts}${sweep}${main("")}main()\n`)).toEqual([]);
  });
  it("is a result where it is called", async () => {
    expect(await codes(head + parts + sweep + main("sweep()") + guard)).toContain("HLD201");
  });
  it("is for others to import in a module of functions, whatever value it makes for them", async () => {
    expect(await codes(head + parts + sweep)).toContain("HLD201");
    expect(await codes(`${head}${parts}${sweep}def place():\n    return "boats.csv"\n\nPLACE = place()\n`)).toContain("HLD201");
  });
  it("may be found by its name", async () => {
    expect(await codes(`${head}import sys\n${parts}${sweep}${main("globals()[sys.argv[1]]()")}${guard}`)).toContain("HLD201");
  });
});

describe("a script that tests code", () => {
  const trains = `print(RandomForestClassifier(n_estimators=3).fit(A, a).score(B, b))
print(LogisticRegression(class_weight={0: 1, 1: 9}).fit(A, a).score(B, b))
`;
  it("by its name in a folder of tests compares nothing", async () => {
    expect(await codes(split + trains, "/home/ada/boats/tests/test_models.py")).toEqual([]);
    expect(await codes(split + trains, "/home/ada/boats/Testing/models_test.py")).toEqual([]);
  });
  it("by its own words compares nothing", async () => {
    expect(await codes(`"""Smoke test: do all models train?"""\n${split}${trains}`)).toEqual([]);
    expect(await codes(`#!/usr/bin/env python3\n"""\nQuick test to verify that the columns are encoded\n"""\n${split}${trains}`)).toEqual([]);
  });
  it("is not told by the name of a test alone: that may be the test of a model", async () => {
    expect(await codes(split + trains, "/home/ada/boats/test_models.py")).toEqual(["HLD203"]);
    expect(await codes(`"""Scores the models on the test set"""\n${split}${trains}`)).toEqual(["HLD203"]);
    expect(await codes(`"""Test if a forest can beat a line"""\n${split}${trains}`)).toEqual(["HLD203"]);
  });
});

describe("a part that another table judges", () => {
  const choose = `${head}boats = pd.read_csv("boats.csv")
X, y = boats.drop(columns="leaks"), boats["leaks"]
A, X_test, a, y_test = train_test_split(X, y, random_state=0)
for k in [1, 3, 5, 9]:
    print(k, accuracy_score(y_test, KNeighborsClassifier(n_neighbors=k).fit(A, a).predict(X_test)))
`;
  it("validates, whatever it is called, where a file of tests is read later", async () => {
    const later = (rows: string): string => `${choose}best = KNeighborsClassifier(n_neighbors=3).fit(${rows})
new = pd.read_csv("boats_test.csv")
print(accuracy_score(new["leaks"], best.predict(new.drop(columns="leaks"))))
`;
    expect(await codes(later("A, a"))).toEqual([]);
    expect(await codes(later("X, y"))).toEqual([]);
  });
  it("or where the model is trained anew on all rows for it", async () => {
    const text = `${choose}best = KNeighborsClassifier(n_neighbors=3).fit(X, y)
new = pd.read_csv("harbour.csv")
print(accuracy_score(new["leaks"], best.predict(new.drop(columns="leaks"))))
`;
    expect(await codes(text)).toEqual([]);
    expect(await codes(text.replace(".fit(X, y)", ".fit(A, a)"))).toContain("HLD201");
  });
});

describe("a loop that tries no settings", () => {
  it("moves on over windows of the test rows", async () => {
    const walk = (slice: string): string => `${head}train, test = pd.read_csv("early.csv"), pd.read_csv("late.csv")
model = LinearRegression().fit(train[["wind", "tide"]].values, train["level"].values)
errors, add = [], {0: 0.0}
k = 0
while k <= 20:
    guess = model.predict(test[["wind", "tide"]].values[${slice}]) + add[k]
    errors.append(mean_absolute_error(test["level"].values[${slice}], guess))
    add[k + 1] = add[k] + 0.1
    k += 1
print(errors)
`;
    const told = async (text: string): Promise<string[]> => (await check([text])).findings.map((f) => f.code).filter((c) => c === "HLD201");
    expect(await told(walk("k * 48:(k + 1) * 48"))).toEqual([]);
    expect(await told(walk(":48"))).toEqual(["HLD201"]);
  });
  const cuts = (list: string, after = ""): string => `${split}chance = LogisticRegression().fit(A, a).predict_proba(B)[:, 1]
for name, cut in ${list}:
    hit = (chance >= cut).astype(int)
    print(name, confusion_matrix(b, hit))
${after}`;
  it("reads one model at two given cuts", async () => {
    expect(await codes(cuts('{"careful": 0.3, "even": 0.6}.items()'))).toEqual([]);
    expect(await codes(cuts("enumerate(np.arange(0.1, 0.9, 0.05))", "best = 0.35\n"))).toEqual(["HLD201"]);
  });
  it("leaves out one group after the other, to train on all others", async () => {
    const groups = (scored: string): string => `${head}boats = pd.read_csv("boats.csv")
table = []
for depth in [2, 4, 8]:
    for port in boats["port"].unique():
        rest, one = ${scored}
        tree = DecisionTreeClassifier(max_depth=depth, random_state=0).fit(rest[["age", "length"]], rest["leaks"])
        table.append((port, depth, accuracy_score(one["leaks"], tree.predict(one[["age", "length"]]))))
pd.DataFrame(table).to_csv("depths.csv")
`;
    expect(await codes(groups('boats[boats["port"] != port], boats[boats["port"] == port]'))).toEqual([]);
    expect(await codes(groups("train_test_split(boats, random_state=0)"))).toContain("HLD201");
  });
  it("sums what is a calibration error", async () => {
    const bins = (name: string): string => `${split}def ${name}(chance, truth, n=10):
    total = 0.0
    for i in range(n):
        total += np.abs((truth == (chance > i / n)).mean() - i / n)
    return total

print(${name}(LogisticRegression().fit(A, a).predict_proba(B)[:, 1], b))
`;
    const told = async (text: string): Promise<string[]> => (await check([text])).findings.map((f) => f.code).filter((c) => c === "HLD201");
    expect(await told(bins("compute_ece"))).toEqual([]);
    expect(await told(bins("best_limit"))).toEqual(["HLD201"]);
  });
  it("weighs less than a search, and is a hint where a step is unknown", async () => {
    const sweep = (fit: string): string => `${split}for k in [1, 3, 5, 9]:\n    print(k, ${fit}.score(B, b))\n`;
    const weigh = async (text: string): Promise<string[]> =>
      (await check([text])).findings.filter((f) => f.code === "HLD201").map((f) => `${f.confidence} ${f.severity}`);
    expect(await weigh(sweep("KNeighborsClassifier(n_neighbors=k).fit(A, a)"))).toEqual(["certain warning"]);
    const search = `${split.replace("cross_val_score", "GridSearchCV, cross_val_score")}search = GridSearchCV(KNeighborsClassifier(), {"n_neighbors": [1, 3]}).fit(X, y)
print(KNeighborsClassifier(**search.best_params_).fit(A, a).score(B, b))
`;
    expect(await weigh(search)).toEqual(["certain error"]);
    const unknown = sweep("KNeighborsClassifier(n_neighbors=k).fit(A, a)").replace(
      ", random_state=0)",
      ", random_state=0)\nA, B = house.prepare(A), house.prepare(B)",
    );
    for (const said of await weigh(`import house\n${unknown}`)) expect(said).toBe("likely hint");
  });
});

describe("a second score that compares nothing", () => {
  const cell = (k: number): string => `words = CountVectorizer(max_features=500)
old, new = pd.read_csv("notes_train.csv"), pd.read_csv("notes_test.csv")
model = KNeighborsClassifier(n_neighbors=${k}).fit(words.fit_transform(old["text"]), old["kind"])
print(accuracy_score(new["kind"], model.predict(words.transform(new["text"]))))
`;
  it("is that of a cell that was pasted twice", async () => {
    expect(await codes(`${head}# %%\n${cell(10)}# %%\n${cell(10)}`)).toEqual([]);
    const told = async (text: string): Promise<string[]> => (await check(cellsOf(text))).findings.map((f) => f.code);
    expect(await told(`${head}# %%\n${cell(10)}# %%\n${cell(10)}`)).not.toContain("HLD203");
    expect(await told(`${head}# %%\n${cell(10)}# %%\n${cell(10).replace("500", "90")}`)).toContain("HLD203");
  });
  it("is that of rows by the name of a validation part, where the same models meet a test part", async () => {
    const two = (others: string): string => `${head}def compare(X_train, y_train, X_val, y_val, X_test, y_test):
    forest = RandomForestClassifier(random_state=0).fit(X_train, y_train)
    for X, y in (${others}):
        print(forest.score(X, y))
    line = LogisticRegression().fit(X_train, y_train)
    print(line.score(X_val, y_val))
`;
    const told = async (text: string): Promise<string[]> => (await check(cellsOf(text))).findings.flatMap((f) => (f.code === "HLD203" ? f.severity : []));
    expect(await told(two("(X_val, y_val), (X_test, y_test)"))).toEqual([]);
    // Whoever hands a validation part in may have a test part yet.
    expect(await told(two("(X_train, y_train), (X_val, y_val)"))).toEqual(["hint"]);
    expect(await told(two("(X_train, y_train), (X_val, y_val)").replaceAll("X_train", "X_train_test"))).toEqual(["hint"]);
    expect(await told(two("(X_train, y_train), (X_val, y_val)").replaceAll("_val", "_rest"))).toEqual(["hint"]);
  });
  it("is that of rows that a simulation makes for it", async () => {
    const drawn = `${head}from sklearn.datasets import make_moons
X, y = make_moons(300, noise=0.3)
`;
    const score = (rows: string): string => `print(RandomForestClassifier().fit(A, a).score(${rows}), KNeighborsClassifier().fit(A, a).score(${rows}))\n`;
    expect(await codes(`${drawn}A, a = X, y\nB, b = make_moons(100000, noise=0.3)\n${score("B, b")}`)).toEqual([]);
    expect(await codes(`${drawn}A, B, a, b = train_test_split(X, y, random_state=0)\n${score("B, b")}`)).toContain("HLD203");
  });
});

describe("a regression of a diagnostic", () => {
  const table = `${head}boats = pd.read_csv("boats.csv")
features = boats.drop(columns="leaks")
`;
  it("that takes one column after the other from all of the others is no model that is judged", async () => {
    expect(
      await codes(`${table}for column in features.columns:
    others = features.drop(columns=[column])
    r2 = LinearRegression().fit(others, features[column]).score(others, features[column])
    print(column, 1 / (1 - r2))
`),
    ).toEqual([]);
  });
  it("is one where its target is the program's", async () => {
    expect(await codes(`${table}print(Ridge().fit(features, boats["leaks"]).score(features, boats["leaks"]))\n`)).toEqual(["HLD205"]);
  });
});

describe("accuracy", () => {
  const told = async (own: string, call: string): Promise<string[]> =>
    (
      await check([
        `${split}${own}model = LogisticRegression(class_weight={0: 1, 1: 12}).fit(A, a)
guess = model.predict(B)
print(accuracy_score(b, guess))
${call}`,
      ])
    ).findings
      .filter((f) => f.code === "HLD301")
      .map((f) => `${f.severity}`);
  it("is not the only metric where a function of the program weighs the same labels and predictions", async () => {
    const own = `def weighted(truth, guess):
    return sum(12 if t else 1 for t, g in zip(truth, guess) if t == g)

`;
    expect(await told(own, "print(weighted(b, guess))")).toEqual([]);
    expect(await told(own, "")).toEqual(["hint"]);
  });
});

describe("folds that a splitter cuts again for each model", () => {
  const models = (splitter: string, scored: string): string => `${split}from sklearn.model_selection import StratifiedKFold
models = {"trees": RandomForestClassifier(random_state=0), "line": LogisticRegression()}
folds = StratifiedKFold(n_splits=5, ${splitter})
for name, model in models.items():
    for train, test in folds.split(X, y):
        model.fit(X.iloc[train], y.iloc[train])
        last, truth = X.iloc[test], y.iloc[test]
        ${scored}
for name, model in models.items():
    print(name, f1_score(truth, model.predict(last)))
`;
  const said = async (text: string): Promise<string[]> =>
    (await check([text])).findings
      .filter((f) => f.severity !== "hint")
      .map((f) => f.code)
      .filter((c) => c === "HLD106" || c === "HLD203");
  it("are the same folds where its seed is told", async () => {
    const print = "print(name, model.score(last, truth))";
    expect(await said(models("shuffle=True, random_state=0", print))).toEqual([]);
    expect(await said(models("shuffle=True", print))).toEqual(["HLD106"]);
  });
  it("leave the last of them as a part to compare models on, where no round was scored", async () => {
    expect(await said(models("shuffle=True, random_state=0", "pass"))).toEqual(["HLD203"]);
  });
});
