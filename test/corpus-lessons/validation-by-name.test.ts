/** HLD201 and HLD205: rows that a program calls a validation part may choose; trees judge the rows they were not given; many narrowings keep parts apart. */
import { describe, expect, it } from "vitest";
import { check, places } from "../helpers/check.js";

const codes = async (text: string): Promise<string[]> =>
  places((await check([text])).findings, [text])
    .map((p) => p.slice(0, 6))
    .filter((p) => /HLD20[15]/.test(p));
const head = `import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.linear_model import ElasticNet, ElasticNetCV, Lasso, Ridge
from sklearn.metrics import accuracy_score, mean_absolute_error
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeRegressor
df = pd.read_csv("ponds.csv")
X, y = df.drop(columns="depth"), df["depth"]
`;
const loop = (rows: string, last: string): string => `${head}a, X_${rows}, c, y_${rows} = train_test_split(X, y, random_state=0)
best, best_error = None, 1e9
for leaves in [4, 16, 64]:
    tree = DecisionTreeRegressor(max_leaf_nodes=leaves).fit(a, c)
    error = mean_absolute_error(y_${rows}, tree.predict(X_${rows}))
    if error < best_error:
        best, best_error = leaves, error
${last}`;

describe("a setting chosen on rows that are called a validation part", () => {
  const refit = "final = DecisionTreeRegressor(max_leaf_nodes=best).fit(X, y)\n";
  it("is right where no number of theirs is told of the winner", async () => {
    for (const rows of ["val", "valid", "dev", "validation"]) expect(await codes(loop(rows, refit)), rows).toEqual([]);
    expect(await codes(loop("val", `print("lowest error at", best)\n${refit}`))).toEqual([]);
  });
  it("of which another model is scored on them", async () => {
    expect(await codes(loop("val", `${refit}forest = RandomForestRegressor().fit(a, c)\nprint(mean_absolute_error(y_val, forest.predict(X_val)))\n`))).toEqual(
      [],
    );
  });
  it("is wrong on the test part", async () => {
    expect(await codes(loop("test", refit))).toEqual(["HLD201"]);
    expect(await codes(loop("b", refit))).toEqual(["HLD201"]);
  });
  it("is wrong where the winner is scored on them, or its score is printed", async () => {
    const again = "tree = DecisionTreeRegressor(max_leaf_nodes=16).fit(a, c)\nprint(mean_absolute_error(y_val, tree.predict(X_val)))\n";
    expect(await codes(loop("val", again))).toContain("HLD201");
    expect(await codes(loop("val", `print(best, best_error)\n${refit}`))).toEqual(["HLD201"]);
    expect(await codes(loop("val", `print(f"{best}: {best_error:.2f}")\n${refit}`))).toEqual(["HLD201"]);
  });
  const helper = (parameters: string, given: string): string => `${head}a, ${given} = train_test_split(X, y, random_state=0)

def error_of(leaves, ${parameters}):
    guess = DecisionTreeRegressor(max_leaf_nodes=leaves).fit(train_X, train_y).predict(val_X)
    return mean_absolute_error(val_y, guess)

errors = {leaves: error_of(leaves, a, ${given}) for leaves in [4, 16, 64]}
best = min(errors, key=errors.get)
print(best)
final = DecisionTreeRegressor(max_leaf_nodes=best).fit(X, y)
`;
  it("may have its name in a helper, unless the caller's name is another", async () => {
    const names = "train_X, val_X, train_y, val_y";
    expect(await codes(helper(names, "val_X, c, val_y"))).toEqual([]);
    expect(await codes(helper(names, "X_test, c, y_test"))).toEqual(["HLD201"]);
  });
  it("may be the parameter of a function that gives back what it picked", async () => {
    const text = `from sklearn.svm import SVC

def pick(X, y, X_val, y_val):
    top, top_C = 0, None
    for C in [0.1, 1, 10]:
        score = SVC(C=C).fit(X, y).score(X_val, y_val)
        if score > top:
            top, top_C = score, C
    return top_C
`;
    expect(await codes(text)).toEqual([]);
    expect(await codes(text.replace(/_val/g, "_test"))).toEqual(["HLD201"]);
  });
});

describe("curves of training and test error over a setting", () => {
  const curves = (inLoop: string, last: string): string => `${head}a, b, c, d = train_test_split(X, y, random_state=0)

def both(alpha):
    net = ElasticNet(alpha=alpha).fit(a, c)
    return [alpha, net.score(a, c), net.score(b, d)]

rows = []
for alpha in [0.01, 0.1, 1]:
    row = both(alpha)
    rows.append(row)${inLoop}
pd.DataFrame(rows).plot()
${last}`;
  const search = "print(ElasticNetCV(cv=5).fit(a, c).score(b, d))\n";
  it("choose nothing where a search on the training part chose what is judged", async () => {
    expect(await codes(curves("", search))).toEqual([]);
  });
  it("choose where they are read out, or nothing else chose", async () => {
    expect(await codes(curves("\n    print(row[2])", search))).toEqual(["HLD201"]);
    expect(await codes(curves("", ""))).toEqual(["HLD201"]);
    expect(await codes(curves("", "print(ElasticNet(alpha=0.1).fit(a, c).score(b, d))\n"))).toEqual(["HLD201"]);
  });
});

describe("curves over a setting beside a search among models of the class", () => {
  const program = (search: string, after: string, model = "Ridge(alpha=alpha)"): string => `${head}a, b, c, d = train_test_split(X, y, random_state=0)
first = Ridge().fit(a, c)
search = GridSearchCV(${search}, {"alpha": [0.1, 1]}).fit(a, c)
seen, unseen = [], []
for alpha in [0.01, 0.1, 1]:
    net = ${model}.fit(a, c)
    seen.append(net.score(a, c))
    unseen.append(net.score(b, d))
plt.plot(seen)
plt.plot(unseen)
${after}`;
  const heard = async (text: string): Promise<string[]> => (await check([text])).findings.filter((f) => f.code === "HLD201").map((f) => f.severity);
  it("may choose nothing, whether the search is judged, or a model from before is", async () => {
    expect(await heard(program("Ridge()", ""))).toEqual(["hint"]);
    expect(await heard(program("Ridge()", "print(search.score(b, d))\nprint(first.score(b, d))\nprint(SVC().fit(a, c).score(b, d))\n"))).toEqual(["hint"]);
  });
  it("choose where the search was among others, a model of the class is made afterwards, or the best is picked", async () => {
    expect(await heard(program("ElasticNet()", ""))).toEqual(["warning"]);
    expect(await heard(program("Ridge()", "print(Ridge(alpha=0.1).fit(a, c).score(b, d))\n"))).toEqual(["warning"]);
    expect(await heard(program("Ridge()", "print(max(unseen))\n"))).toEqual(["warning"]);
  });
});

describe("a training score of a forest", () => {
  const forest = (last: string): string => `${head}forest = RandomForestRegressor(oob_score=True).fit(X, y)
print(forest.score(X, y))
${last}`;
  it("stands alone", async () => {
    expect(await codes(forest(""))).toEqual(["HLD205"]);
  });
  it("or beside what its trees say of the rows they were not given", async () => {
    expect(await codes(forest("print(forest.oob_score_)\n"))).toEqual([]);
    expect(await codes(forest("print(mean_absolute_error(y, forest.oob_prediction_))\n"))).toEqual([]);
  });
  it("not beside those of another forest", async () => {
    expect(await codes(forest("print(RandomForestRegressor(oob_score=True).fit(X[:50], y[:50]).oob_score_)\n"))).toEqual(["HLD205"]);
  });
});

describe("rows that were narrowed many times before the split", () => {
  const many = (n: number, scored: string): string => `${head}${Array.from({ length: n }, (_, i) => `df = df[df["p${i}"] < ${i + 2}]`).join("\n")}
X, y = df.drop(columns="depth"), df["depth"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
tree = DecisionTreeRegressor(random_state=0).fit(X_train, y_train)
print(mean_absolute_error(y_${scored}, tree.predict(X_${scored})))
`;
  it("are no training rows in its test part", async () => {
    for (const n of [3, 14, 40]) expect(await codes(many(n, "test")), String(n)).toEqual([]);
  });
  it("are training rows in its training part", async () => {
    for (const n of [3, 14, 40]) expect(await codes(many(n, "train")), String(n)).toEqual(["HLD205"]);
  });
});
