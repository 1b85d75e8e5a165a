/** HLD105: rows that are laid beside changed copies of themselves (flipped pictures, games as the other side saw them) are there twice when they are split. */
import { describe, expect, it } from "vitest";
import { check } from "../helpers/check.js";

const found = async (text: string): Promise<string[]> =>
  (await check([text])).findings
    .filter((f) => /^HLD(105|106|30[67]|111)$/.test(f.code))
    .map((f) => `${f.code} ${text.slice(0, f.at.start).split("\n").length} ${f.confidence} ${f.message}`);
const head = `import numpy as np
import pandas as pd
from sklearn.model_selection import cross_val_score, train_test_split
from sklearn.svm import SVC
`;
const judged = `a, b, c, d = train_test_split(X, y, random_state=0)
print(SVC().fit(a, c).score(b, d))
`;
const pictures = `${head}X, y = np.load("shells.npy"), np.load("names.npy")\n`;

describe("changed copies of all rows", () => {
  it.each(["np.flip(X, 2)", "np.array([np.fliplr(x) for x in X])", "X + 0.1 * np.random.normal(size=X.shape)"])("are told before a split: %s", async (made) => {
    const text = `${pictures}more = ${made}\nX, y = np.concatenate((X, more)), np.concatenate((y, y))\n${judged}`;
    expect(await found(text)).toEqual(["HLD105 7 likely `concatenate` adds changed copies of the rows of `X` before they are split"]);
  });
  it("are told where a helper that makes them is called too early", async () => {
    const helper = `def more(rows):
    return np.concatenate((rows, np.array([np.flipud(x) for x in rows])))
`;
    const before = `${pictures}${helper}X, y = more(X), np.concatenate((y, y))\n${judged}`;
    expect(await found(before)).toEqual(["HLD105 8 likely `more` adds changed copies of rows before they are split"]);
    const behind = `${pictures}${helper}a, b, c, d = train_test_split(X, y, random_state=0)\nprint(SVC().fit(more(a), np.concatenate((c, c))).score(b, d))\n`;
    expect(await found(behind)).toEqual([]);
  });
  it("are told before folds", async () => {
    const text = `${head}games = pd.read_csv("matches.csv")
won, lost = pd.DataFrame(), pd.DataFrame()
won["lead"], won["home"] = games["lead"], 1
lost["lead"], lost["home"] = -games["lead"], 0
both = pd.concat([won, lost])
print(cross_val_score(SVC(), both[["lead"]], both["home"], cv=5).mean())
`;
    expect(await found(text)).toEqual(["HLD105 9 likely `concat` adds changed copies of the rows of `won` before they are cut into folds"]);
  });
});

describe("no copies of rows", () => {
  const flipped = "more = np.flip(X, 2)\n";
  it.each([
    ["stand side by side", `${flipped}X = np.concatenate((X, more), axis=1)\n${judged}`],
    [
      "are put to the training part alone",
      `a, b, c, d = train_test_split(X, y, random_state=0)\nmore = np.flip(a, 2)\na, c = np.concatenate((a, more)), np.concatenate((c, c))\nprint(SVC().fit(a, c).score(b, d))\n`,
    ],
    ["are the columns of one table", `up, down = X[:, 0], X[:, 1]\nX = np.vstack((up, down)).T\n${judged}`],
    ["are other rows", `${flipped}more = more[y == 1]\nX = np.concatenate((X[y == 0], more))\ny = np.concatenate((y[y == 0], y[y == 1]))\n${judged}`],
  ])("%s", async (_what, text) => {
    expect((await found(pictures + text)).filter((f) => f.startsWith("HLD105"))).toEqual([]);
  });
  it("are rows of two files, or of two columns", async () => {
    expect(
      await found(
        `${head}X, y = np.load("a.npy"), np.load("t.npy")\nmore = np.load("b.npy")\nX, y = np.concatenate((X, more)), np.concatenate((y, y))\n${judged}`,
      ),
    ).toEqual([]);
    const texts = `${head}df = pd.read_csv("questions.csv")\nleft, right = df[["first"]], df[["second"]]\nX = np.vstack((left, right))\ny = np.concatenate((df["same"], df["same"]))\n${judged}`;
    expect((await found(texts)).filter((f) => f.includes("changed"))).toEqual([]);
  });
  it("are what a test part is scored on twice", async () => {
    const text = `${pictures}a, b, c, d = train_test_split(X, y, random_state=0)
model = SVC().fit(a, c)
turned = np.flip(b, 2)
rows, answers = np.concatenate((b, turned)), np.concatenate((d, d))
print(model.score(rows, answers))
`;
    expect(await found(text)).toEqual([]);
  });
});
