/** Parts that a counter takes from a list, numbers nobody sees, patience without end: what a program holds out and what it shows. */
import { describe, expect, it } from "vitest";
import { check, places } from "../helpers/check.js";

const found = async (code: string, text: string): Promise<string[]> => {
  const { findings } = await check([text]);
  const at = places(findings, [text]);
  return findings.map((f, i) => `${at[i]} ${f.severity}`).filter((p) => p.startsWith(code));
};

describe("parts of one table, taken by the counter of a loop", () => {
  const program = (fitted: string, scored: string, before = ""): string => `import numpy as np
import pandas as pd
from sklearn.preprocessing import StandardScaler
from sklearn.naive_bayes import GaussianNB
from sklearn.metrics import accuracy_score
herd = pd.read_csv("herd.csv")
X, y = herd[["milk", "weight"]].values, herd["ill"].values
${before}xs, ys, n = np.array_split(X, 20), np.array_split(y, 20), 20
for i in range(n):
    A = np.concatenate(${fitted.replaceAll("$", "xs")})
    a = np.concatenate(${fitted.replaceAll("$", "ys")})
    m = GaussianNB().fit(A, a)
    print(accuracy_score(${scored.replace("$", "ys")}, m.predict(${scored.replace("$", "xs")})))
`;
  const rest = "$[:i] + $[i + 1:]";
  it("are other rows than the parts before and behind", async () => {
    expect(await found("HLD205", program(rest, "$[i]"))).toEqual([]);
    expect(await found("HLD205", program("$[:i + 1]", "$[i + 1]"))).toEqual([]);
  });
  it("are held out: a scaler that saw all of them is said", async () => {
    const scaled = program(rest, "$[i]", "X = StandardScaler().fit_transform(X)\n");
    expect((await found("HLD10", scaled)).map((p) => p.split(" ")[0])).toEqual(["HLD102"]);
  });
  it("are training rows where those that were joined are scored", async () => {
    const text = program(rest, "$[i]").replace(/accuracy_score\(.*/, "accuracy_score(a, m.predict(A)))");
    expect((await found("HLD205", text)).length).toBe(1);
  });
  it("are told apart as numbers of rows, too", async () => {
    const text = (at: string): string => `import numpy as np
import pandas as pd
from sklearn.naive_bayes import GaussianNB
herd = pd.read_csv("herd.csv")
X, y = herd[["milk", "weight"]].values, herd["ill"].values
blocks = np.array_split(np.random.permutation(len(X)), 15)
for i in range(15):
    rows = np.concatenate(blocks[:i] + blocks[i + 1:])
    m = GaussianNB().fit(X[rows], y[rows])
    print(m.score(X[${at}], y[${at}]))
`;
    expect(await found("HLD205", text("blocks[i]"))).toEqual([]);
    expect((await found("HLD205", text("rows"))).length).toBe(1);
  });
});

describe("arrays of an archive that are numbered in front", () => {
  const text = (part: string): string => `import numpy as np
from sklearn.svm import SVC
box = np.load("box.npz")
m = SVC().fit(box["t3x_train"], np.ravel(box["t3y_train"]))
print(np.mean(m.predict(box["t3x_${part}"]) == box["t3y_${part}"]))
`;
  it("are the parts that the rest of the name says", async () => {
    expect(await found("HLD205", text("test"))).toEqual([]);
    expect((await found("HLD205", text("train"))).length).toBe(1);
  });
});

describe("a fit of plain least squares, scored on its own rows", () => {
  const text = (model: string, split = ""): string => `import pandas as pd
from sklearn.linear_model import LinearRegression, Lasso
from sklearn.model_selection import train_test_split
trees = pd.read_csv("trees.csv")
X, y = trees[["girth"]], trees["height"]
${split}m = ${model}.fit(X, y)
print(m.score(X, y))
`;
  it("is a hint where no rows are split", async () => {
    expect(await found("HLD205", text("LinearRegression()"))).toEqual(["HLD205 cell1:7 hint"]);
    expect(await found("HLD205", text("Lasso()"))).toEqual(["HLD205 cell1:7 warning"]);
    const errors = text("LinearRegression()").replace("m.score(X, y)", "mean_absolute_error(y, m.predict(X))");
    expect(await found("HLD205", `from sklearn.metrics import mean_absolute_error\n${errors}`)).toEqual(["HLD205 cell1:8 warning"]);
  });
  it("is said where they are", async () => {
    expect(await found("HLD205", text("LinearRegression()", "X, Z, y, z = train_test_split(X, y, random_state=0)\n"))).toEqual(["HLD205 cell1:8 warning"]);
  });
});

describe("the score of a search", () => {
  const head = `import pandas as pd
from sklearn.model_selection import GridSearchCV
from sklearn.neighbors import KNeighborsClassifier
seeds = pd.read_csv("seeds.csv")
X, y = seeds[["area", "width"]], seeds["kind"]
one = GridSearchCV(KNeighborsClassifier(), {"n_neighbors": [3, 5, 9]}, cv=4).fit(X, y)
`;
  it("is not shown by a script that does nothing with it", async () => {
    expect(await found("HLD204", `${head}one.best_params_, one.best_score_\n`)).toEqual([]);
    expect(await found("HLD204", `${head}one.best_score_\nprint(one.best_score_)\n`)).toEqual(["HLD204 cell1:8 information"]);
    const cells = [head, "one.best_params_, one.best_score_"];
    expect(places((await check(cells)).findings, cells).filter((p) => p.startsWith("HLD204"))).toEqual(["HLD204 cell2:1"]);
  });
  it("weighs less where its settings go into the next search", async () => {
    const next = (k: string): string => `${head}print(one.best_score_)
two = GridSearchCV(KNeighborsClassifier(n_neighbors=${k}), {"p": [1, 2]}, cv=4).fit(X, y)
print(two.best_score_)
`;
    expect(await found("HLD204", next('one.best_params_["n_neighbors"]'))).toEqual(["HLD204 cell1:7 hint", "HLD204 cell1:9 information"]);
    expect(await found("HLD204", next("5"))).toEqual(["HLD204 cell1:7 information", "HLD204 cell1:9 information"]);
  });
});

describe("rows that are prepared unlike those of training", () => {
  const head = `import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
old, new = pd.read_csv("old.csv"), pd.read_csv("new.csv")
`;
  const fitted = `m = LogisticRegression().fit(old[["debt", "age"]], old["left"])
pd.Series(m.predict(new[["debt", "age"]])).to_csv("answers.csv")
`;
  it("are not those whose own marker becomes the same number", async () => {
    const marked = `old["debt"] = old["debt"].replace("none", -7).astype(float)
new["debt"] = new["debt"].replace("n/a", -7).astype(float)
`;
    expect(await found("HLD601", head + marked + fitted)).toEqual([]);
    expect(await found("HLD601", head + marked.replace(/replace\("\S+", /g, "fillna(").replace("-7)", "-8)") + fitted)).toEqual(["HLD601 cell1:7 warning"]);
  });
  const tables = (scored: string): string => `${head}S, T = old[["debt", "age"]], new[["debt", "age"]]
S = (S - S.mean()) / S.std()
T = (T - T.mean()) / T.std()
A, B, a, b = train_test_split(S, old["left"], random_state=0)
C, D, c, d = train_test_split(T, new["left"], random_state=0)
m = LogisticRegression().fit(A, a)
print(m.score(${scored}))
`;
  it("are not those of tables that were each prepared as a whole and then split", async () => {
    expect(await found("HLD601", tables("D, d"))).toEqual([]);
    expect((await found("HLD601", tables('T, new["left"]'))).length).toBeGreaterThan(0);
  });
  it("weigh less where the program puts them together itself", async () => {
    const helper = (rows: string): string => `${head}
def ready(table):
    X = table[["debt", "age"]].copy()
    return (X - X.mean()) / X.std()

m = LogisticRegression().fit(ready(old), old["left"])
tried = ${rows}
print(m.predict(ready(tried)))
`;
    const severities = async (rows: string): Promise<string[]> => [...new Set((await found("HLD601", helper(rows))).map((p) => p.split(" ")[2] ?? ""))];
    expect(await severities("new")).toEqual(["warning"]);
    expect(await severities('pd.DataFrame([{"debt": 1, "age": n} for n in range(20, 60)])')).toEqual(["hint"]);
  });
});

describe("a last part that starts some rows behind the end of the first", () => {
  const program = (start: string): string => `import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.preprocessing import StandardScaler
tides = pd.read_csv("tides.csv")
X, y = StandardScaler().fit_transform(tides[["moon", "wind"]]), tides["height"]
n = len(tides)
m = Ridge().fit(X[: int(0.7 * n)], y[: int(0.7 * n)])
print(m.score(X[${start} :], y[${start} :]))
`;
  it("is held out, with and without the number being made whole once more", async () => {
    expect(await found("HLD101", program("int(0.7 * n) + 1"))).toEqual(["HLD101 cell1:5 warning"]);
    expect(await found("HLD101", program("int(int(0.7 * n) + 1)"))).toEqual(["HLD101 cell1:5 warning"]);
  });
  it("is nobody knows what where it may start before that end", async () => {
    expect(await found("HLD101", program("int(int(0.7 * n) - 1)"))).toEqual([]);
    expect(await found("HLD101", program("int(0.7 * n / 2 + 1)"))).toEqual([]);
  });
});
