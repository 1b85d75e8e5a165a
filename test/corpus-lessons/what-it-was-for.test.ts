/** What a step was for: answers kept beside the labels, totals of an encoding, cuts that are shown, training rows that grow, arms that a list rules out, steps that a file holds. */
import { describe, expect, it } from "vitest";
import { check, places } from "../helpers/check.js";

const found = async (text: string): Promise<string[]> => places((await check([text])).findings, [text]);
const weights = async (text: string, code: string): Promise<string[]> => (await check([text])).findings.filter((f) => f.code === code).map((f) => f.severity);

describe("a table that is taken from the labels", () => {
  const program = (table: string): string => `import pandas as pd
from sklearn.ensemble import AdaBoostClassifier
from sklearn.feature_selection import RFECV
from sklearn.model_selection import cross_validate
from sklearn.tree import DecisionTreeClassifier
wells = pd.read_csv("wells.csv")
wanted = ["dry"]
inputs = ["depth", "slope", "rain"]
answers = wells[wanted]
boost = AdaBoostClassifier()
boost.fit(wells[inputs], wells[wanted])
${table}["boost"] = boost.predict(wells[inputs])
few = wells[inputs].columns.values[RFECV(DecisionTreeClassifier()).fit(wells[inputs], wells[wanted]).get_support()]
print(cross_validate(DecisionTreeClassifier(), wells[few], wells[wanted])["test_score"].mean())
`;
  it("keeps what is written beside them for itself", async () => {
    expect(await found(program("answers"))).toEqual([]);
  });
  it("is not the table that the inputs are chosen from", async () => {
    expect((await found(program("wells"))).map((p) => p.slice(0, 6))).toContain("HLD102");
  });
});

describe("the weight of evidence of a category", () => {
  const program = (groups: string): string => `import numpy as np
import pandas as pd
from sklearn.datasets import fetch_openml
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
first = fetch_openml(name="loans", version=1, as_frame=True).frame
first["late"] = first["state"].apply(lambda s: 1 if s == "late" else 0)
first.drop("state", axis=1, inplace=True)
second = pd.read_csv("loans.csv", names=["late", "town", "job", "sum"])
loans = pd.concat([first, second], ignore_index=True)
for name in loans.columns:
    if loans[name].isnull().any():
        loans[name] = loans[name].astype(str)

def evidence(table, name, label):
    kept = (table[label] == 0).sum()
    lost = (table[label] == 1).sum()
    groups = ${groups}
    groups.columns = ["all", "lost"]
    groups["weight"] = np.log((groups["all"] - groups["lost"]) / kept / (groups["lost"] / lost))
    return groups.reset_index()

inputs = [name for name in loans.columns if name != "late"]
tables = {}
for name in inputs:
    tables[name] = evidence(loans, name, "late")
coded = loans[inputs + ["late"]].copy()
for name in inputs:
    coded[name] = coded[name].map(dict(zip(tables[name][name], tables[name]["weight"])))
a, b, c, d = train_test_split(coded[inputs], coded["late"], random_state=0)
print(LogisticRegression().fit(a, c).score(b, d))
`;
  it("is one encoding of the target, with the totals that it divides by", async () => {
    expect(await found(program('table.groupby(name).agg({label: ["count", "sum"]})'))).toEqual(["HLD104 cell1:18"]);
  });
  it("is none where the groups are asked about another column", async () => {
    const others = await found(program('table.groupby(name).agg({"sum": ["count", "sum"]})'));
    expect(others.filter((p) => p.startsWith("HLD104"))).toEqual([]);
    expect(others).toContain("HLD101 cell1:16");
  });
});

describe("cuts of one model's decisions", () => {
  const head = `import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import confusion_matrix, f1_score
from sklearn.model_selection import cross_val_predict, train_test_split
wells = pd.read_csv("wells.csv")
a, b, c, d = train_test_split(wells.drop(columns="dry"), wells["dry"], random_state=0)
model = LogisticRegression().fit(a, c)
`;
  const shown = (chosen: string, after: string): string => `${head}
def choose(X, y):
    chances = cross_val_predict(LogisticRegression(), X, y, method="predict_proba")[:, 1]
    grid = np.linspace(0.1, 0.9, 81)
    costs = [(y != (chances >= cut)).sum() for cut in grid]
    return float(grid[int(np.argmin(costs))])

def table(X, y, chosen):
    chances = model.predict_proba(X)[:, 1]
    seen = []
    for cut in [0.2, 0.4, 0.6, 0.8, ${chosen}]:
        tn, fp, fn, tp = confusion_matrix(y, (chances >= cut).astype(int)).ravel()
        print(cut, fn, fp, "  <- chosen" if abs(cut - chosen) < 0.01 else "")
        seen.append(fn + fp)
${after}
table(b, d, choose(a, c))
`;
  it("choose nothing where the cut was handed in", async () => {
    expect(await weights(shown("round(chosen, 2)", ""), "HLD201")).toEqual(["hint"]);
  });
  it("choose where the function sets the cut after all", async () => {
    expect(await weights(shown("0.9", "    chosen = [0.2, 0.4, 0.6, 0.8, 0.9][int(np.argmin(seen))]\n    print(chosen)\n"), "HLD201")).toEqual(["warning"]);
    expect(await weights(shown("0.9", "    print(min(seen))\n"), "HLD201")).toEqual(["warning"]);
  });

  const drawn = (after: string, inside = ""): string => `${head}chances = model.predict_proba(b)[:, 1]
cuts = np.linspace(0.1, 0.9, 50)
heights = []
for cut in cuts:
    heights.append(f1_score(d, (chances > cut).astype(int)))
${inside}${after}
`;
  const marked = `best_cut = 0.37
plt.plot(cuts, heights)
plt.axvline(best_cut, label="Best cut (0.37)")
plt.annotate(f"{heights[np.argmin(np.abs(cuts - best_cut))]:.2f}", xy=(best_cut, 0.5))`;
  it("choose nothing where a written one is marked in the drawing", async () => {
    expect(await weights(drawn(marked), "HLD201")).toEqual(["hint"]);
  });
  it("may have told the written one where their scores are put out or these rows are judged by it", async () => {
    expect(await weights(drawn(`${marked}\nprint(f1_score(d, chances > best_cut))`), "HLD201")).toContain("warning");
    expect(await weights(drawn(marked, "    print(cut, heights[-1])\n"), "HLD201")).toEqual(["warning"]);
    expect(await weights(drawn("best_cut = cuts[np.argmax(heights)]"), "HLD201")).toContain("warning");
  });
});

describe("scores in rounds", () => {
  const program = (rows: string, made: string): string => `import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import train_test_split
wells = pd.read_csv("wells.csv")
a, b, c, d = train_test_split(wells.drop(columns="dry"), wells["dry"], random_state=0)
print(LogisticRegression().fit(a, c).score(b, d))
errors = []
for n in range(20, len(a), 50):
    model = ${made}
    model.fit(a${rows}, c${rows})
    errors.append(mean_squared_error(d, model.predict(b)))
`;
  it("of more and more training rows compare no models", async () => {
    expect(await found(program("[:n]", "RandomForestClassifier()"))).toEqual([]);
  });
  it("of all of them do", async () => {
    expect((await found(program("", "RandomForestClassifier()"))).map((p) => p.slice(0, 6))).toContain("HLD203");
  });
});

describe("an arm for a word that a list may hold", () => {
  const program = (kinds: string): string => `import lightgbm as lgb
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
kinds = ${kinds}
wells = pd.read_csv("wells.csv")
a, b, c, d = train_test_split(wells.drop(columns="dry"), wells["dry"], random_state=0)
if "trees" in kinds:
    trees = lgb.LGBMClassifier(n_estimators=500)
    trees.fit(a, c, eval_set=[(b, d)], callbacks=[lgb.early_stopping(20)])
    print(roc_auc_score(d, trees.predict_proba(b)[:, 1]))
if "trees" not in kinds:
    print(LogisticRegression().fit(a, c).score(b, d))
`;
  it.each(['["line"]', '("line", "net")'])("is not entered where it is not in %s", async (kinds) => {
    expect(await found(program(kinds))).toEqual([]);
  });
  it.each(['["line", "trees"]', 'input().split(",")', '["line", input()]', "[]"])("is entered where it may be in %s", async (kinds) => {
    expect(await found(program(kinds))).toContain("HLD202 cell1:11");
  });
});

describe("steps that were read from a file", () => {
  const program = (steps: string): string => `import pickle
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
wells = pd.read_csv("wells.csv")
a, b, c, d = train_test_split(wells.drop(columns="dry"), wells["dry"], random_state=0)
with open("steps.pkl", "rb") as file:
    steps = pickle.load(file)
${steps}a = steps.fit_transform(a)
model = RandomForestClassifier().fit(a, c)
print(model.score(steps.transform(b), d))
with open("forest.pkl", "wb") as file:
    pickle.dump(model, file)
`;
  it("are stored already", async () => {
    expect(await found(program(""))).toEqual([]);
  });
  it("are not where the program makes its own", async () => {
    expect(await found(program("steps = StandardScaler()\n"))).toEqual(["HLD602 cell1:15"]);
  });
});
