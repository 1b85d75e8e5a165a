/** What is learned and never reaches the model that is judged: other tables, other columns, single pictures, other axes, other rows. */
import { describe, expect, it } from "vitest";
import { check, places } from "../helpers/check.js";

const found = async (text: string, code: RegExp): Promise<string[]> => places((await check([text])).findings, [text]).filter((p) => code.test(p));

const head = `import glob
import numpy as np
import pandas as pd
from PIL import Image
from sklearn.cluster import KMeans
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import cross_val_score, train_test_split
`;
const judged = `
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
`;

describe("what is repeated or averaged along another axis than the rows'", () => {
  const stack = (made: string) => `${head}pictures, y = np.load("scans.npy"), np.load("kinds.npy")
X = ${made}.reshape(len(pictures), -1)${judged}`;

  it("copies no rows", async () => {
    for (const made of [
      "np.repeat(pictures[..., np.newaxis], 3, axis=3)",
      "np.repeat(pictures, 3, axis=-1)",
      "pictures.repeat(3, axis=2)",
      "np.tile(pictures[..., None], (1, 1, 1, 3))",
    ])
      expect(await found(stack(made), /HLD105/), made).toEqual([]);
    for (const made of ["np.repeat(pictures, 2, axis=0)", "np.tile(pictures, (2, 1, 1))"])
      expect(await found(stack(made), /HLD105/), made).toEqual(["HLD105 cell1:10"]);
  });

  it("learns nothing over rows, where the axis or all axes of a tuple are others", async () => {
    expect(await found(stack("(pictures / pictures.max(axis=(1, 2), keepdims=True))"), /HLD101/)).toEqual([]);
    expect(await found(stack("(pictures - pictures.mean(axis=0))"), /HLD101/)).toEqual(["HLD101 cell1:10"]);
  });

  it("copies no rows inside of one of them", async () => {
    const text = (each: string) => `${head}table = pd.read_csv("pixels.csv")
rows, y = [], table["kind"]
for i in range(len(table)):
    row = table.iloc[i].to_numpy()
    rows.append(${each})
X = np.array(rows)${judged}`;
    expect(await found(text("np.repeat(row, 3)"), /HLD105/)).toEqual([]);
  });
});

describe("a statistic of one picture or recording", () => {
  const files = (each: string) => `${head}X, y = [], []
for path in glob.glob("plates/*.png"):
    plate = np.array(Image.open(path))
    ${each}
    X.append(plate.ravel())
    y.append(path[0])
X, y = np.array(X), np.array(y)`;

  it("learns nothing over rows, with noise of its own length, too", async () => {
    expect(await found(`${files("plate = (plate - plate.mean()) / plate.std()")}${judged}`, /HLD101/)).toEqual([]);
    expect(await found(`${files("plate = plate + np.random.randn(len(plate))\n    plate = plate / np.max(plate)")}${judged}`, /HLD101/)).toEqual([]);
  });

  it("of all pictures together does", async () => {
    expect(await found(`${files("plate = plate / 255")}\nX = X - X.mean(axis=0)${judged}`, /HLD101/)).toEqual(["HLD101 cell1:16"]);
  });
});

describe("the longest of all texts", () => {
  const text = (longest: string) => `${head}posts = pd.read_csv("posts.csv")
longest = ${longest}
X = posts["text"].apply(lambda s: [ord(c) for c in s[:longest]] + [0] * (longest - len(s)))
y = posts["kind"]${judged}`;

  it("tells nothing of what the texts hold; their mean length given to each row does", async () => {
    for (const longest of ['posts["text"].apply(len).max()', 'posts["text"].str.len().max()', 'posts["text"].map(lambda s: len(s)).quantile(0.95)'])
      expect(await found(text(longest), /HLD101/), longest).toEqual([]);
    const scaled = `${head}posts = pd.read_csv("posts.csv")
posts["long"] = posts["text"].str.len()
X, y = (posts[["long", "votes"]] - posts[["long", "votes"]].mean()), posts["kind"]${judged}`;
    expect(await found(scaled, /HLD101/)).toEqual(["HLD101 cell1:11"]);
  });
});

describe("tables that were laid end to end and taken apart again", () => {
  const text = (filled: string, features: string) => `${head}train, test = pd.read_csv("a.csv"), pd.read_csv("b.csv")
middle = pd.concat([train.drop(columns="left"), test]).groupby("plan")["fee"].median()
for i in ${filled}[${filled}["fee"].isnull()].index:
    ${filled}.loc[i, "fee"] = middle.loc[${filled}.loc[i, "plan"]]
train["part"], test["part"] = "train", "test"
both = pd.concat([train, test])
both["age"] = both["age"].fillna(0)
train = both[both["part"] == "train"].drop(columns="part")
X, y = train[${features}], train["left"]${judged}`;

  it("know what they knew: what filled the other table only is not among them", async () => {
    expect(await found(text("test", '["fee", "age"]'), /HLD101/)).toEqual([]);
    expect(await found(text("train", '["fee", "age"]'), /HLD101/)).toEqual(["HLD101 cell1:10"]);
  });

  it("in a list that a loop filled, are other rows at other places", async () => {
    const list = (last: string) => `${head}tables = []
for path in sorted(glob.glob("months/*.csv")):
    tables.append(pd.read_csv(path))
train = pd.concat(tables[:4])
test = ${last}
model = LogisticRegression().fit(train[["age", "dose"]], train["sick"])
print(f1_score(test["sick"], model.predict(test[["age", "dose"]])))
`;
    for (const last of ["tables[4]", "pd.concat(tables[4:])", "tables[7]"]) expect(await found(list(last), /HLD106/), last).toEqual([]);
    expect(await found(list("tables[2]"), /HLD106/)).toHaveLength(1);
  });
});

describe("a column that is written after the names were taken", () => {
  const text = (names: string, column: string, before = "") => `${head}df = pd.read_csv("visits.csv")
${before}
names = ${names}
df["extra"] = ${column}
print(cross_val_score(LogisticRegression(), df[names], df["sick"], cv=5))
`;
  const names = [
    '[c for c in df.columns if c not in ["sick", "town"]]',
    'df.select_dtypes(include="number").columns',
    'df.select_dtypes("number").columns.tolist()',
    '[c for c in df.columns if df[c].dtype != "object"]',
    'df.select_dtypes("number").columns.tolist() + df.select_dtypes("category").columns.tolist()',
  ];

  it("is not among them", async () => {
    for (const n of names) {
      expect(await found(text(n, "KMeans(3).fit_predict(df[names])"), /HLD102/), n).toEqual([]);
      expect(await found(text(n, 'df["age"] / df["age"].max()'), /HLD102/), n).toEqual([]);
    }
  });

  it("and one that was there before is", async () => {
    for (const n of names) expect(await found(text(n, "0", 'df["group"] = pd.qcut(df["age"], 4, labels=False)'), /HLD102/), n).toEqual(["HLD102 cell1:10"]);
  });
});

describe("means of the target by group", () => {
  const text = (of: string) => `${head}df = pd.read_csv("rides.csv")
df["speed"] = df["metres"] / (df["seconds"] + 1)
df["rate"] = df["fee"] / df["metres"]
means = df[["zone", "${of}"]].groupby("zone").mean()
df["usual"] = df["zone"].map(means["${of}"])
X, y = df[["usual", "metres"]], df["seconds"]${judged}`;

  it("are target encoding where the column is computed from the target", async () => {
    expect(await found(text("speed"), /HLD10[14]/)).toEqual(["HLD104 cell1:12"]);
    expect(await found(text("rate"), /HLD10[14]/)).toEqual(["HLD101 cell1:12"]);
  });
});

describe("values of later rows", () => {
  const text = (split: string, shift = "df.groupby('batch')['volt'].shift(-1)") => `${head}from sklearn.model_selection import GroupKFold, TimeSeriesSplit
df = pd.read_csv("signals.csv")
df["next"] = ${shift}
print(cross_val_score(LogisticRegression(), df[["volt", "next"]].fillna(0), df["open"], ${split}))
`;
  const severities = async (t: string): Promise<string[]> => (await check([t])).findings.filter((f) => f.code === "HLD109").map((f) => f.severity);

  it("weigh less where whole series stay on one side of the split", async () => {
    expect(await severities(text("groups=df['batch'], cv=GroupKFold(5)"))).toEqual(["hint"]);
    expect(await severities(text("cv=TimeSeriesSplit(5)"))).toEqual(["warning"]);
    expect(await severities(text("cv=TimeSeriesSplit(5)", "df['volt'].shift(-1)"))).toEqual(["warning"]);
  });
});

describe("a stored model whose table of columns was prepared more than once", () => {
  const text = (kept: string) => `${head}import joblib
from sklearn.compose import ColumnTransformer
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
df = pd.read_csv("visits.csv")
y = df["sick"]
first = Pipeline([("scale", StandardScaler())]).fit(df.drop(columns="sick"))
X = first.transform(df.drop(columns="sick"))
model = LogisticRegression().fit(X, y)
second = Pipeline([("scale", StandardScaler())]).fit(df.drop(columns=["sick", "town"]))
joblib.dump(${kept}, "preparation.joblib")
joblib.dump(model, "model.joblib")
`;

  it("is stored with a preparation of the same kind; with none of it, it is not", async () => {
    expect(await found(text("second"), /HLD602/)).toEqual([]);
    expect(await found(text("list(df)"), /HLD602/)).toEqual(["HLD602 cell1:20"]);
  });
});

describe("a gap that is next to nothing", () => {
  const cells = (shown: string, output: string) => [
    `${head}df = pd.read_csv("houses.csv")\ny = df["price"]`,
    { text: shown, outputs: [output] },
    `df["alley"] = df["alley"].fillna("None")\nfor col in ["fence", "pool"]:\n    df[col] = df[col].fillna("None")`,
    'df["wiring"] = df["wiring"].fillna(df["wiring"].mode()[0])',
    'X = pd.get_dummies(df[["wiring", "rooms", "alley"]])\nprint(cross_val_score(LogisticRegression(), X, y, cv=5))',
  ];
  const fills = async (shown: string, output: string): Promise<string[]> => {
    const c = cells(shown, output);
    return places((await check(c)).findings, c).filter((p) => /HLD102/.test(p));
  };

  it("of one row, or of a column behind the last of a sorted listing, changes nothing that is said", async () => {
    const counts = (n: number) => `alley     1200\nrooms        0\nwiring       ${n}\ndtype: int64`;
    expect(await fills("df.isnull().sum()", counts(1))).toEqual([]);
    expect(await fills("df.isnull().sum()", counts(90))).toEqual(["HLD102 cell4:1"]);
    const ranked = "share = (df.isnull().sum() / len(df)) * 100\nshare = share.sort_values(ascending=False)\nshare.head(3)";
    expect(await fills(ranked, "alley    93.212\npool     12.100\nfence     0.069\ndtype: float64")).toEqual([]);
    expect(await fills(ranked, "alley    93.212\npool     12.100\nfence     2.069\ndtype: float64")).toEqual(["HLD102 cell4:1"]);
    expect(await fills(ranked, "alley    93.212\npool     12.100\nwiring    1.000\ndtype: float64")).toEqual(["HLD102 cell4:1"]);
  });
});

describe("dummy columns of the training and of the test table, made apart", () => {
  const text = (drop: string) => `${head}train, test = pd.read_csv("a.csv"), pd.read_csv("b.csv")
train, test = train.drop(${drop}, axis=1), test.drop(${drop}, axis=1)
train, test = pd.get_dummies(train), pd.get_dummies(test)
model = LogisticRegression().fit(train.drop(columns="left"), train["left"])
print(model.score(test.drop(columns="left"), test["left"]))
`;
  const severities = async (t: string): Promise<string[]> => (await check([t])).findings.filter((f) => f.code === "HLD601").map((f) => f.severity);

  it("weigh less where columns were taken away by their names: nobody can tell whether any with categories are left", async () => {
    expect(await severities(text('["day", "week", "hour", "name"]'))).toEqual(["hint"]);
    expect(await severities(text('["name"]'))).toEqual(["warning"]);
  });
});

describe("rows that were learned from and scored, beside others that were not", () => {
  const text = (last: string) => `${head}from sklearn.preprocessing import StandardScaler
df, later = pd.read_csv("a.csv"), pd.read_csv("b.csv")
scaler = StandardScaler().fit(df[["age", "dose"]])
X_fit, X_val, y_fit, y_val = train_test_split(scaler.transform(df[["age", "dose"]]), df["sick"], random_state=0)
model = LogisticRegression().fit(X_fit, y_fit)
print(model.score(X_val, y_val))
${last}
`;

  it("validate the model where the others test it", async () => {
    expect(await found(text('print(model.score(scaler.transform(later[["age", "dose"]]), later["sick"]))'), /HLD10[12]/)).toEqual(["HLD102 cell1:11"]);
    expect(await found(text("print(later.shape)"), /HLD10[12]/)).toEqual(["HLD101 cell1:11"]);
  });
});
