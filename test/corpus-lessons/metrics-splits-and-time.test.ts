/** HLD104, HLD108–110, HLD302–306, HLD401: what looks like evidence in real programs and is none, and evidence that is easily missed. */
import { describe, expect, it } from "vitest";
import type { Selection } from "../../server/src/engine.types.js";
import { rules } from "../../server/src/rules/index.js";
import { check, places } from "../helpers/check.js";

const mine = /HLD(104|108|109|110|204|30[2-6]|401)/;
const all: Selection = { severity: (code) => rules.find((r) => r.code === code)?.severity ?? "off", minConfidence: "likely", suppressed: () => false };
const found = async (...cells: string[]): Promise<string[]> => places((await check(cells, { selection: all })).findings, cells).filter((p) => mine.test(p));
const head = `import numpy as np
import pandas as pd
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.metrics import *
from sklearn.model_selection import *
df = pd.read_csv("rows.csv")
X, y = df[["a", "b"]], df["label"]
`;
const split = `${head}a, b, c, d = train_test_split(X, y, random_state=0)\n`;
const line = (text: string): number => text.split("\n").length;

describe("time", () => {
  it("is no forecast when other columns are counted over the hour before", async () => {
    expect(
      await found(`${head}counts = df[["start", "id"]].set_index("start").sort_index()
counts["busy"] = counts.isnull().rolling("60min").count()["id"]
df = df.merge(counts, on="id", how="left")
tr, te = train_test_split(df, random_state=0)
m = LinearRegression().fit(tr[["busy", "a"]], tr["label"])
print(m.score(te[["busy", "a"]], te["label"]))
`),
    ).toEqual([]);
  });
  it("is not told by filling gaps from the row before or after", async () => {
    expect(
      await found(`${head}df["a"] = df["a"].fillna(method="bfill")
df["b"] = df["b"].fillna(method="ffill")
tr, te = train_test_split(df, random_state=0)
m = LinearRegression().fit(tr[["a", "b"]], tr["label"])
print(m.score(te[["a", "b"]], te["label"]))
`),
    ).toEqual([]);
  });
  it("stays with the target when columns are taken by position", async () => {
    expect(
      await found(`${head}df["next"] = df["a"].shift(-1)
rows = df.values
n = 800
m = LinearRegression().fit(rows[:n, :-1], rows[:n, -1])
print(m.score(rows[n:, :-1], rows[n:, -1]))
`),
    ).toEqual([]);
  });
  it("is shown by a lag in a table of its own, joined to the features", async () => {
    const text = `${head}before = df["label"].shift(+1).to_frame()
before.columns = ["before"]
X = pd.concat([df[["a"]], before], axis=1).dropna()
a, b, c, d = train_test_split(X, df["label"], random_state=0)`;
    expect(await found(`${text}\nm = LinearRegression().fit(a, c)\nprint(m.score(b, d))\n`)).toEqual([`HLD108 cell1:${line(text)}`]);
  });
});

describe("groups", () => {
  it("are none when the group splitter works on another table", async () => {
    expect(
      await found(`${split}other = pd.read_csv("other.csv")
for tr, te in GroupKFold(3).split(other, groups=other["who"]):
    print(len(tr))
m = LogisticRegression().fit(a, c)
print(m.score(b, d))
`),
    ).toEqual([]);
  });
});

describe("imbalance", () => {
  it("is not shown by balanced weights of a model", async () => {
    expect(await found(`${split}m = LogisticRegression(class_weight="balanced").fit(a, c)\nprint(f1_score(d, m.predict(b)))\n`)).toEqual([]);
  });
  it("of a made data set says nothing of the rows of a file", async () => {
    expect(
      await found(`from sklearn.datasets import make_classification
${split}m = LogisticRegression().fit(a, c)
print(f1_score(d, m.predict(b)))
P, q = make_classification(weights=[0.99], random_state=0)
`),
    ).toEqual([]);
  });
  it("of another column than the target is no sign", async () => {
    const cells = [
      head,
      `df["smoker"].value_counts()`,
      `a, b, c, d = train_test_split(X, y, random_state=0)\nm = LogisticRegression().fit(a, c)\nprint(f1_score(d, m.predict(b)))\n`,
    ];
    const given = cells.map((text, i) => ({ text, ...(i === 1 ? { outputs: ["smoker\n0    950\n1     50\nName: count, dtype: int64"] } : {}) }));
    expect(places((await check(given, { selection: all })).findings, given).filter((p) => mine.test(p))).toEqual([]);
    const target = given.map((c, i) =>
      i === 1 ? { ...c, text: `df["label"].value_counts()`, outputs: ["label\n0    950\n1     50\nName: count, dtype: int64"] } : c,
    );
    expect(places((await check(target, { selection: all })).findings, target).filter((p) => mine.test(p))).toEqual(["HLD302 cell3:1"]);
  });
  it("made on purpose in a data set for teaching is no fault", async () => {
    expect(
      await found(`from imblearn.datasets import make_imbalance
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
iris = load_iris()
X, y = make_imbalance(iris.data, iris.target, sampling_strategy={0: 20, 1: 25, 2: 50}, random_state=0)
a, b, c, d = train_test_split(X, y, stratify=y, random_state=0)
print(LogisticRegression().fit(a, c).score(b, d))
`),
    ).toEqual([]);
  });
});

describe("metrics", () => {
  it("of a search's best model on the test part: new models are trained there", async () => {
    const text = `${split}gs = GridSearchCV(LogisticRegression(), {"C": [1, 10]}).fit(a, c)
print(cross_val_score(gs.best_estimator_, b, d, cv=5).mean())`;
    expect(await found(text)).toEqual([`HLD305 cell1:${line(text)}`]);
  });
  it("of a subsample drawn by a split whose other part nobody uses", async () => {
    expect(
      await found(
        `${head}_, few, _, few_y = train_test_split(X, y, test_size=0.1, random_state=0)\nprint(cross_val_score(LogisticRegression(), few, few_y, cv=5).mean())\n`,
      ),
    ).toEqual([]);
  });
  it("that are the same either way may get their arguments in any order", async () => {
    expect(
      await found(
        `${split}p = LogisticRegression().fit(a, c).predict(b)\nprint(f1_score(p, d, average="macro"), matthews_corrcoef(p, d), precision_score(p, d, average="micro"))\n`,
      ),
    ).toEqual([]);
  });
  it("that weigh the classes by their support may not", async () => {
    const text = `${split}p = LogisticRegression().fit(a, c).predict(b)\nprint(f1_score(p, d, average="weighted"))`;
    expect(await found(text)).toEqual([`HLD304 cell1:${line(text)}`]);
  });
  it("of a regression cut at a threshold are those of a classifier", async () => {
    expect(await found(`${split}p = LinearRegression().fit(a, c).predict(b)\nprint(accuracy_score(d, p > 0.5), roc_auc_score(d, p))\n`)).toEqual([]);
  });
  it("of clusters renamed after the labels are fair", async () => {
    expect(
      await found(`from sklearn.cluster import KMeans
from scipy.stats import mode
${head}k = KMeans(2, random_state=0).fit_predict(X)
named = np.zeros_like(k)
for i in range(2):
    named[k == i] = mode(y[k == i])[0]
print(accuracy_score(y, named))
`),
    ).toEqual([]);
  });
});

describe("seeds", () => {
  it("may come from a variable", async () => {
    expect(
      await found(
        `${head}import os\na, b, c, d = train_test_split(X, y, random_state=int(os.environ["SEED"]))\nprint(LogisticRegression().fit(a, c).score(b, d))\n`,
      ),
    ).toEqual([]);
  });
});

describe("means of several columns", () => {
  it("by month are no encoding of the target", async () => {
    const text = `${head}macro = ["label", "oil", "rate", "cpi"]
by_month = df.groupby("month")[macro].mean()`;
    expect(
      (
        await found(
          `${text}\ndf = df.merge(by_month, on="month")\ntr, te = train_test_split(df, random_state=0)\nprint(LinearRegression().fit(tr[["oil_y"]], tr["rent"]).score(te[["oil_y"]], te["rent"]))\n`,
        )
      ).filter((p) => p.startsWith("HLD104")),
    ).toEqual([]);
  });
});

describe("groups that only look around", () => {
  it("learn nothing: a difference to the next row of the same user is a later value", async () => {
    const text = `${head}df["gap"] = df.groupby("user").time.transform(lambda x: x.diff().shift(-1))`;
    const all = await check([
      `${text}\ntr, va = df[:800], df[800:]\nm = LogisticRegression().fit(tr[["gap", "a"]], tr["label"])\nprint(m.score(va[["gap", "a"]], va["label"]))\n`,
    ]);
    expect(places(all.findings, [text])).toEqual([`HLD109 cell1:${line(text)}`]);
  });
});

describe("a table that is turned over", () => {
  const severity = async (after: string): Promise<string[]> => {
    const text = `import pandas as pd
from sklearn.linear_model import Ridge
quotes = pd.read_csv("quotes.csv")
quotes["next"] = quotes["close"].shift(-1)
${after}
X, y = quotes[["next", "volume"]], quotes["open"]
n = int(len(X) * 0.8)
print(Ridge().fit(X[:n], y[:n]).score(X[n:], y[n:]))
`;
    return (await check([text])).findings.flatMap((f) => (f.code === "HLD109" ? f.severity : []));
  };
  it("may have stood the newest first: the row below was the earlier one", async () => {
    expect(await severity("quotes = quotes.iloc[::-1]")).toEqual(["hint"]);
    expect(await severity("quotes = quotes[::-1].dropna()")).toEqual(["hint"]);
  });
  it("is another one, or keeps its order", async () => {
    expect(await severity("quotes = quotes.dropna()")).toEqual(["warning"]);
    expect(await severity("names = list(quotes)[::-1]")).toEqual(["warning"]);
    expect(await severity("quotes = quotes.iloc[::-10]")).toEqual(["warning"]);
  });
});

describe("what other data or other code has to do with it", () => {
  const codes = async (text: string): Promise<string[]> => (await check([text])).findings.map((f) => f.code);
  const head = `import pandas as pd
from sklearn.metrics import accuracy_score, confusion_matrix
from sklearn.model_selection import GroupKFold, KFold, cross_val_score, train_test_split
from sklearn.tree import DecisionTreeClassifier
df = pd.read_csv("visits.csv")
X, y = df.drop(columns="sick"), df["sick"]
`;
  it("a group splitter somewhere says nothing of another table", async () => {
    const text = `${head}from sklearn.datasets import load_digits, make_blobs
A, b = make_blobs(n_samples=12, random_state=0)
print(cross_val_score(DecisionTreeClassifier(), A, b, groups=[0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 3], cv=GroupKFold(n_splits=3)))
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
print(DecisionTreeClassifier().fit(X_train, y_train).score(X_test, y_test))
`;
    expect(await codes(text)).not.toContain("HLD110");
  });
  it("means of a fold's training part encode its other part: cross-fitting", async () => {
    const text = `${head}df["town_rate"] = 0.0
for tr, te in KFold(5, shuffle=True, random_state=0).split(df):
    rate = df.iloc[tr].groupby("town")["sick"].mean()
    df.loc[df.index[te], "town_rate"] = df.iloc[te]["town"].map(rate)
X = df[["town_rate", "age"]]
print(cross_val_score(DecisionTreeClassifier(), X, y, cv=5).mean())
`;
    expect(await codes(text)).not.toContain("HLD104");
  });
  it("means by group of what the program itself calls its target encode it, wherever the labels came from", async () => {
    const text = (column: string): string => `${head}def by_town(X, labels):
    both = X[["town"]].copy()
    both["${column}"] = labels.reset_index(drop=True)
    rate = both.groupby("town")["${column}"].agg(["sum", "count"])
    return X["town"].map({town: row["sum"] / row["count"] for town, row in rate.iterrows()})
Z = X[["age"]].copy()
Z["rate"] = by_town(X, read_labels("labels.txt"))
print(cross_val_score(DecisionTreeClassifier(), Z, y, cv=5).mean())
`;
    expect(await codes(text("target"))).toContain("HLD104");
    expect(await codes(text("height"))).not.toContain("HLD104");
  });
  it("a helper that reads its own turned matrix is left alone", async () => {
    const text = `${head}X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
def recall(guess, truth):
    m = confusion_matrix(guess, truth)
    return m[1, 1] / (m[1, 1] + m[0, 1])
guess = DecisionTreeClassifier().fit(X_train, y_train).predict(X_test)
print(recall(guess, y_test))
`;
    expect(await codes(text)).not.toContain("HLD304");
  });
  it("drawing with replacement copies rows, whichever class is drawn", async () => {
    const text = `${head}from sklearn.utils import resample
many, few = df[df["sick"] == 0], df[df["sick"] == 1]
even = pd.concat([resample(many, n_samples=len(few), random_state=0), few])
X_train, X_test, y_train, y_test = train_test_split(even.drop(columns="sick"), even["sick"], random_state=0)
print(DecisionTreeClassifier().fit(X_train, y_train).score(X_test, y_test))
`;
    expect(await codes(text)).toContain("HLD105");
    expect(await codes(text.replace("n_samples", "replace=False, n_samples"))).toContain("HLD306");
  });
  it("scripts without cells are run as a whole: names defined further down are their interpreter's matter", async () => {
    expect(await codes("print(total)\ntotal = 1\n")).not.toContain("HLD403");
  });
  it("scaling before trees changes nothing that they say", async () => {
    const text = (model: string): string => `${head}from sklearn.ensemble import AdaBoostClassifier, VotingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler
X = StandardScaler().fit_transform(X)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
print(${model}.fit(X_train, y_train).score(X_test, y_test))
`;
    const sure = async (model: string): Promise<string | undefined> => (await check([text(model)])).findings.find((f) => f.code === "HLD101")?.confidence;
    for (const trees of [
      "DecisionTreeClassifier()",
      "AdaBoostClassifier()",
      "VotingClassifier([('a', DecisionTreeClassifier()), ('b', AdaBoostClassifier())])",
    ])
      expect(await sure(trees)).toBe(undefined);
    for (const feels of [
      "LogisticRegression()",
      "AdaBoostClassifier(LogisticRegression())",
      "VotingClassifier([('a', DecisionTreeClassifier()), ('b', LogisticRegression())])",
    ])
      expect(await sure(feels)).toBe("certain");
  });
});
