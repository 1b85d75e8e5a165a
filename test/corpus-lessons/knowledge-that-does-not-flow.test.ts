/** HLD101 and HLD102: numbers of all rows that tell a model nothing of the rows that evaluate it. */
import { describe, expect, it } from "vitest";
import { check, places } from "../helpers/check.js";

const found = async (text: string): Promise<string[]> => places((await check([text])).findings, [text]).filter((p) => /HLD10[1-4]/.test(p));
const head = `import numpy as np
import pandas as pd
from scipy.stats import skew
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss
from sklearn.model_selection import KFold, train_test_split
df = pd.read_csv("loans.csv")
`;
const tail = `
X, y = df.drop(columns="bad"), df["bad"]
a, b, c, d = train_test_split(X, y, random_state=0)
print(LogisticRegression().fit(a, c).score(b, d))
`;

describe("nothing is learned", () => {
  it.each([
    ["by counting what is missing, to drop columns", "empty = df.isnull().sum() / len(df)\ndf = df.drop(columns=empty[empty > 0.6].index)"],
    [
      "by asking which columns are skewed, to take their logarithm",
      "skewed = df.apply(lambda x: skew(x.dropna()))\nskewed = skewed[skewed > 0.75].index\ndf[skewed] = np.log1p(df[skewed])",
    ],
    ["by a loop over as many columns as there are codes", 'for i in range(df["code"].max()):\n    df["code_" + str(i)] = (df["code"] == i).astype(int)'],
    ["by how often a category occurs", 'often = df["town"].value_counts()\ndf["town_count"] = df["town"].map(often)'],
    ["by counting in groups", 'n = df.groupby("town").agg({"id": "count"}).reset_index()\ndf = df.merge(n, on="town", how="left")'],
    ["inside one text", 'text = HashingVectorizer()\ndf["size"] = df["note"].map(lambda x: np.sum(text.transform([str(x)]).data))'],
    ["by adding columns up", 'names = ["a", "b"]\npart = dict(zip(names, [df["a"], df["b"]]))\ndf["all"] = np.sum(part[n] * 2 for n in names)'],
  ])("%s", async (_, code) => {
    expect(await found(`${head}${code}${tail}`)).toEqual([]);
  });

  it("by predictions for rows that were left out of a fold", async () => {
    expect(
      await found(`${head}X, y = df.drop(columns="bad").values, df["bad"].values
first = np.zeros(len(df))
for tr, te in KFold(5).split(X):
    m = RandomForestClassifier().fit(X[tr], y[tr])
    first[te] = m.predict_proba(X[te])[:, 1]
df["first"] = first
train, test = train_test_split(df, random_state=0)
f = ["income", "first"]
print(log_loss(test["bad"], LogisticRegression().fit(train[f], train["bad"]).predict_proba(test[f])))
`),
    ).toEqual([]);
  });

  it("by predictions that are kept beside the labels", async () => {
    expect(
      await found(`${head}kept = df["bad"]
m = RandomForestClassifier().fit(df[["a", "b"]], df["bad"])
kept["forest"] = m.predict(df[["a", "b"]])
names = [c for c in df.columns if c.startswith("x")]
a, b, c, d = train_test_split(df[names], df["bad"], random_state=0)
print(LogisticRegression().fit(a, c).score(b, d))
`),
    ).toEqual([]);
  });
});

describe("still learned", () => {
  it.each([
    ["a mean", 'df["age"] = df["age"].fillna(df["age"].mean())'],
    ["a mode", 'df["town"] = df["town"].fillna(df["town"].mode()[0])'],
    ["group means", 'df["level"] = df.groupby("town")["age"].transform("mean")'],
    ["group means by agg", 'g = df.groupby("town").agg({"age": "mean"}).reset_index()\ndf = df.merge(g, on="town", how="left")'],
    ["the highest value", 'df["age"] = df["age"] / df["age"].max()'],
  ])("%s", async (_, code) => {
    expect(await found(`${head}${code}${tail}`)).toHaveLength(1);
  });
});

describe("a validation log", () => {
  const network = (fit: string): string => `import pandas as pd
from keras.layers import Dense
from keras.models import Sequential
from sklearn.preprocessing import StandardScaler
df = pd.read_csv("loans.csv")
X = StandardScaler().fit_transform(df.drop(columns="bad"))
net = Sequential([Dense(8), Dense(1)])
net.compile(loss="mse", optimizer="adam")
${fit}
`;
  const codes = async (text: string): Promise<string[]> => (await check([text])).findings.map((f) => f.code).filter((c) => c === "HLD102");
  it("that is neither shown nor kept spoils nothing", async () => {
    expect(await codes(network('net.fit(X, df["bad"], validation_split=0.2, verbose=0)'))).toEqual([]);
  });
  it.each(['net.fit(X, df["bad"], validation_split=0.2)', 'log = net.fit(X, df["bad"], validation_split=0.2, verbose=0)'])(
    "counts when somebody can read it: %s",
    async (fit) => {
      expect(await codes(network(fit))).toEqual(["HLD102"]);
    },
  );
});

describe("columns chosen with the help of the target", () => {
  const chosen = (how: string, split = true): string => `${head}df = pd.read_csv("houses.csv")
${how}
X, y = df[list(names)], df["price"]
${split ? "X, b, y, d = train_test_split(X, y, random_state=0)\nprint(RandomForestClassifier().fit(X, y).score(b, d))" : ""}
`;
  it.each([
    'names = df.corr()["price"].abs().sort_values()[-10:].index',
    'names = df.corr().nlargest(10, "price")["price"].index',
    'names = df.corr().loc["price"].nlargest(10).index',
    'names = df.corrwith(df["price"]).nlargest(10).index',
    'forest = RandomForestClassifier().fit(df.drop(columns="price"), df["price"])\nnames = df.columns[:-1][forest.feature_importances_ > 0.01]',
  ])("are supervised selection: %s", async (how) => {
    expect(await found(chosen(how))).toEqual([expect.stringContaining("HLD103")]);
  });
  it("are not when other columns were looked at", async () => {
    expect(await found(chosen('names = df.corr()["area"].nlargest(10).index'))).toEqual([expect.stringContaining("HLD101")]);
  });
});

describe("a scaler", () => {
  const searched = (first: string): string => `${head}from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler, StandardScaler
X = StandardScaler().fit_transform(X)
search = GridSearchCV(make_pipeline(${first}, LogisticRegression()), {"logisticregression__C": [1, 10]})
print(search.fit(X, y).best_score_)
`;
  it("tells nothing to a model that scales its inputs again in each fold", async () => {
    expect(await found(searched("MinMaxScaler()"))).toEqual([]);
  });
  it("tells something to one that does not", async () => {
    expect(await found(searched("HashingVectorizer()"))).toEqual([expect.stringContaining("HLD102")]);
  });
});

describe("a transformation whose parameter is told", () => {
  const transformed = (call: string): string => `${head}from scipy import stats
df = pd.read_csv("houses.csv")
df["crime"] = ${call}
X, y = df[["crime", "rooms"]], df["price"]
X, b, y, d = train_test_split(X, y, random_state=0)
print(RandomForestClassifier().fit(X, y).score(b, d))
`;
  it("learns nothing", async () => {
    expect(await found(transformed('stats.boxcox(df["crime"], 0)'))).toEqual([]);
    expect(await found(transformed('stats.boxcox(df["crime"])[0]'))).toEqual([expect.stringContaining("HLD101")]);
  });
});

describe("what is learned of one example alone", () => {
  const codes = async (text: string, ...wanted: string[]): Promise<string[]> =>
    (await check([text])).findings.filter((f) => wanted.includes(f.code) && f.severity !== "hint" && f.confidence !== "possible").map((f) => f.code);
  const images = (fit: string): string => `import cv2
import numpy as np
from sklearn.decomposition import PCA
from sklearn.model_selection import cross_val_score
from sklearn.svm import SVC
def read(paths):
    return [cv2.imread(p) for p in paths]
def parts(images):
    out = []
    pca = PCA(n_components=5)
    for image in images:
        grey = cv2.resize(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), (64, 64))
        out.append(pca.fit_transform(grey).ravel())
    return out
images = read(open("list.txt").read().split())
y = np.load("labels.npy")
X = ${fit}
print(cross_val_score(SVC(), X, y, cv=5).mean())
`;
  it("is a part of the example", async () => {
    expect(await codes(images("np.array(parts(images))"), "HLD101", "HLD102")).toEqual([]);
  });
  const clips = `import numpy as np
import pandas as pd
from sklearn.model_selection import cross_val_score
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier
signal, kinds = np.load("signal.npy"), np.load("kinds.npy")
table = pd.DataFrame()
for i in range(60):
    lo, hi = int(i * 500), int((i + 1) * 500)
    clip = signal[lo:hi]
    centre = np.mean(clip)
    table = pd.concat([table, pd.DataFrame([[centre, np.std(clip)]])])
`;
  it("is a number of the window that becomes one row", async () => {
    expect(await codes(`${clips}print(cross_val_score(DecisionTreeClassifier(), table, kinds, cv=5).mean())\n`, "HLD101", "HLD102")).toEqual([]);
  });
});

describe("statistics that reach next to no row", () => {
  const codes = async (text: string, ...wanted: string[]): Promise<string[]> =>
    (await check([text])).findings.filter((f) => wanted.includes(f.code) && f.severity !== "hint" && f.confidence !== "possible").map((f) => f.code);
  const filled = (how: string): string => `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
df = pd.read_csv("loans.csv")
df["age"] = df["age"].fillna(${how})
X_train, X_test, y_train, y_test = train_test_split(df[["age", "sum"]], df["bad"], random_state=0)
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
`;
  it("are modes with labels of their own", async () => {
    expect(await codes(filled('df["age"].mode()'), "HLD101")).toEqual([]);
    expect(await codes(filled('df["age"].mode()[0]'), "HLD101")).toEqual(["HLD101"]);
  });
  const binned = (edge: string): string => `import pandas as pd
from sklearn.linear_model import LogisticRegression
train, test = pd.read_csv("train.csv"), pd.read_csv("test.csv")
train["old"] = pd.cut(train["age"], bins=[0, 15, ${edge}(train["age"]) + 1], labels=[0, 1]).astype(int)
test["old"] = pd.cut(test["age"], bins=[0, 15, ${edge}(test["age"]) + 1], labels=[0, 1]).astype(int)
train["rel"] = train["age"] / train["age"].mean()
test["rel"] = test["age"] / test["age"].mean()
model = LogisticRegression().fit(train[["old", "rel"]], train["sick"])
pd.Series(model.predict(test[["old", "rel"]])).to_csv("answers.csv")
`;
  it("are the open ends of bins, but not what every value is measured by", async () => {
    const text = binned("max");
    const lines = (await check([text])).findings.filter((f) => f.code === "HLD601").map((f) => f.message);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain("mean");
  });
  it("are steps that do nothing", async () => {
    const text = (steps: string): string => `import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
df = pd.read_csv("houses.csv")
X = Pipeline(${steps}).fit_transform(df[["area", "rooms"]])
print(cross_val_score(Ridge(), X, df["price"], cv=5).mean())
`;
    expect(await codes(text('[("empty", None)]'), "HLD102")).toEqual([]);
    expect(await codes(text('[("scale", StandardScaler())]'), "HLD102")).toEqual(["HLD102"]);
  });
});

describe("what a saved search needs", () => {
  const program = (rows: string): string => `import pickle
import pandas as pd
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.neighbors import KNeighborsRegressor
from sklearn.preprocessing import StandardScaler
df = pd.read_csv("air.csv")
X, y = df[["heat", "wind"]], df["dust"]
scaled = StandardScaler().fit_transform(X)
model = KNeighborsRegressor()
model.fit(scaled, y)
search = GridSearchCV(model, {"n_neighbors": [3, 5]}, cv=5)
search.fit(${rows}, y)
pickle.dump(search, open("model.pkl", "wb"))
`;
  it("is what its own rows went through", async () => {
    const lost = async (rows: string): Promise<number> => (await check([program(rows)])).findings.filter((f) => f.code === "HLD602").length;
    expect(await lost("X")).toBe(0);
    expect(await lost("scaled")).toBe(1);
  });
});

describe("how many rows a group has", () => {
  const rare = (count: string): string => `df["town"] = np.where(df.groupby("town")["town"].transform(${count}) > 5, df["town"], "other")`;
  it("is a count, whoever counts", async () => {
    expect([await found(`${head}${rare("len")}${tail}`), await found(`${head}${rare("'size'")}${tail}`)]).toEqual([[], []]);
    expect(await found(`${head}${rare("max")}${tail}`)).toHaveLength(1);
  });
});

describe("columns that are set in a loop, each to what it is made into", () => {
  const program = (names: string, kept: string, value = 'df[c].str.lower().astype("category").cat.codes'): string => `${head}
for col in ["age", "dose"]:
    df[col] = df[col].fillna(df[col].median())
for c in ${names}:
    df[c] = ${value}
a, b, c, d = train_test_split(df[${kept}], df["bad"], random_state=0)
print(LogisticRegression().fit(a, c).score(b, d))
`;
  const words = ['df.select_dtypes("object").columns', 'df.select_dtypes(include="object")'];
  it.each(words)("know nothing of what others were filled with: %s", async (names) => {
    expect([await found(program(names, '["town", "year"]')), await found(program(names, '["town", "age"]'))]).toEqual([[], ["HLD101 cell1:12"]]);
  });
  it("do, where the others go into them", async () => {
    expect(await found(program(words[0] as string, '["town", "year"]', 'df[c] + df["age"]'))).toEqual(["HLD101 cell1:12"]);
  });
});

describe("groups by a column", () => {
  const encoded = (columns: string): string => `${head}
small = df[${columns}]
rate = small.groupby("source")["bad"].mean()
small["source"] = small["source"].map(rate)
a, b, c, d = train_test_split(small.drop(columns="bad"), small["bad"], random_state=0)
print(LogisticRegression().fit(a, c).score(b, d))
`;
  it("that the table was left without cannot be made as the program stands", async () => {
    expect([await found(encoded('["age", "bad"]')), await found(encoded('["age", "source", "bad"]'))]).toEqual([[], ["HLD104 cell1:12"]]);
  });
});

describe("a table of what each column is like, put together row by row", () => {
  const program = (row: string, made: string, asked: string): string => `${head}
rows = []
for c in ["age", "dose", "year"]:
    middle = df[c].median()
    lean = df[c].isnull().mean()
    rows.append(${row})
table = pd.DataFrame(rows${made})
wanted = table.loc[table["${asked}"] < 0.5, "column"].tolist()
a, b, c, d = train_test_split(df[wanted], df["bad"], random_state=0)
print(LogisticRegression().fit(a, c).score(b, d))
`;
  const named = ', columns=["column", "middle", "lean"]';
  it.each([
    ["lists", "[c, middle, lean]", named],
    ["tuples", "(c, middle, lean)", named],
    ["dictionaries", '{"column": c, "middle": middle, "lean": lean}', ""],
  ])("tells of a column what was put there, from %s", async (_of, row, made) => {
    expect([await found(program(row, made, "lean")), await found(program(row, made, "middle"))]).toEqual([[], ["HLD101 cell1:13"]]);
  });
});
