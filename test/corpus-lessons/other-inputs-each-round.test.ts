/** Loops that try other inputs on the same rows, by a transformer's setting or by how many columns there are; and rounds that are no such tries. */
import { describe, expect, it } from "vitest";
import { check, places } from "../helpers/check.js";

const found = async (text: string, codes: RegExp): Promise<string[]> => {
  const cells = [text];
  return places(
    (await check(cells)).findings.filter((f) => codes.test(f.code) && f.severity !== "hint"),
    cells,
  ).map((x) => x.replace("cell1:", ""));
};

const start = `import numpy as np
import pandas as pd
from sklearn.decomposition import PCA
from sklearn.feature_selection import SelectFromModel, SelectKBest
from sklearn.metrics import accuracy_score
from sklearn.model_selection import KFold, train_test_split
from sklearn.svm import SVC
from sklearn.ensemble import RandomForestClassifier
bees = pd.read_csv("bees.csv")
X, y = bees.drop(columns="swarm"), bees["swarm"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=3)
forest = RandomForestClassifier().fit(X_train, y_train)
`;

describe("other inputs in each round", () => {
  it("are settings that are tried: parts of a decomposition, columns of a selection", async () => {
    for (const made of ["PCA(n_components=n).fit(X_train)", "SelectKBest(k=n).fit(X_train, y_train)", "SelectFromModel(forest, max_features=n, prefit=True)"])
      expect(
        await found(
          `${start}for n in [2, 4, 8]:
    fewer = ${made}
    model = SVC().fit(fewer.transform(X_train), y_train)
    print(n, accuracy_score(y_test, model.predict(fewer.transform(X_test))))
`,
          /HLD201/,
        ),
        made,
      ).toEqual(["HLD201 16"]);
  });

  it("are thresholds that a model's importances give", async () => {
    const text = `${start}for limit in np.sort(forest.feature_importances_):
    fewer = SelectFromModel(forest, threshold=limit, prefit=True)
    model = SVC().fit(fewer.transform(X_train), y_train)
    print(limit, model.score(fewer.transform(X_test), y_test))
`;
    expect(await found(text, /HLD201/)).toEqual(["HLD201 16"]);
  });

  it("are so many of the columns, however these are ordered", async () => {
    const orders: [string, (part: string) => string][] = [
      ["np.argsort(forest.feature_importances_)[::-1]", (part) => `${part}.iloc[:, order[:n]]`],
      ["X.columns[np.argsort(forest.feature_importances_)]", (part) => `${part}[order[:n]]`],
      ['["flights", "pollen", "weight"]', (part) => `${part}[order[:n]]`],
      ["list(X.columns)", (part) => `${part}[order[:n]]`],
    ];
    for (const [order, of] of orders)
      expect(
        await found(
          `${start}order = ${order}
for n in range(1, 4):
    model = SVC().fit(${of("X_train")}, y_train)
    print(n, model.score(${of("X_test")}, y_test))
`,
          /HLD201/,
        ),
        order,
      ).toEqual(["HLD201 16"]);
  });

  it("are none where the rows are others, or the labels, or where folds judge", async () => {
    const silent = [
      // More and more rows to learn from.
      `order = np.random.permutation(len(X_train))
for n in [100, 200, 400]:
    model = SVC().fit(X_train.values[order[:n]], y_train.values[order[:n]])
    print(n, model.score(X_test.values, y_test))
`,
      `for n in [100, 200, 400]:
    model = SVC().fit(X_train[:n], y_train[:n])
    print(n, model.score(X_test, y_test))
`,
      // Another target in each round.
      `for days in [1, 7, 30]:
    later = (bees["weight"].shift(-days) > 0).astype(int)
    a, b, c, d = train_test_split(X, later, random_state=3)
    pca = PCA(n_components=days).fit(a)
    print(days, SVC().fit(pca.transform(a), c).score(pca.transform(b), d))
`,
      // Each round has a split of its own.
      `for seed in range(5):
    a, b, c, d = train_test_split(X, y, random_state=seed)
    pca = PCA(n_components=4, random_state=seed).fit(a)
    print(seed, SVC().fit(pca.transform(a), c).score(pca.transform(b), d))
`,
      // Chosen on a part of the training rows, judged on the test part.
      `a, b, c, d = train_test_split(X_train, y_train, random_state=4)
scores = {}
for n in [2, 4, 8]:
    pca = PCA(n_components=n).fit(a)
    scores[n] = SVC().fit(pca.transform(a), c).score(pca.transform(b), d)
best = PCA(n_components=max(scores, key=scores.get)).fit(X_train)
print(SVC().fit(best.transform(X_train), y_train).score(best.transform(X_test), y_test))
`,
      // One setting alone.
      `for n in [4]:
    pca = PCA(n_components=n).fit(X_train)
    print(SVC().fit(pca.transform(X_train), y_train).score(pca.transform(X_test), y_test))
`,
      // The inputs of one model are disturbed to see how it takes it.
      `for noise in [0.1, 0.5, 1.0]:
    print(noise, forest.score(X_test + noise * np.random.randn(*X_test.shape), y_test))
`,
    ];
    for (const loop of silent) expect(await found(`${start}${loop}`, /HLD201/), loop).toEqual([]);
  });
});
