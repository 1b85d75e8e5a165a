/** Refactorings that move code: what they leave alone, and why they are withheld. */
import { describe, expect, it } from "vitest";
import { cellsOf } from "../helpers/check.js";
import { documentOf, fixed, offersOf, textsOf } from "./offers.js";

const head = `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score, train_test_split
from sklearn.preprocessing import StandardScaler
`;
const tail = `model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
`;

/** The first offer's title or, where it is withheld, the reason. */
async function first(text: string): Promise<string> {
  const { offers } = await offersOf(documentOf(cellsOf(text)));
  const best = offers.find(({ offer }) => offer.fix) ?? offers[0];
  return best?.offer.fix?.title ?? best?.offer.withheld ?? "nothing";
}

const fixedText = async (text: string, code: string): Promise<string> => textsOf(await fixed(documentOf(cellsOf(text)), code)).join("# %%\n");

describe("split first", () => {
  it("takes comments along, over cells", async () => {
    const text = `${head}df = pd.read_csv("a.csv")
X, y = df.drop(columns="y"), df["y"]
# %%
scaler = StandardScaler()
# all columns to one scale
X = scaler.fit_transform(X)  # once
# %%
%time
X_train, X_test, y_train, y_test = train_test_split(X, y)
# %%
${tail}`;
    expect(await fixedText(text, "HLD101")).toBe(`${head}df = pd.read_csv("a.csv")
X, y = df.drop(columns="y"), df["y"]
# %%
scaler = StandardScaler()
# %%
%time
X_train, X_test, y_train, y_test = train_test_split(X, y)
# all columns to one scale
X_train = scaler.fit_transform(X_train)  # once
X_test = scaler.transform(X_test)
# %%
${tail}`);
  });

  it("keeps what later cells read, and draws the rows first", async () => {
    const text = `${head}df = pd.read_csv("a.csv")
X, y = df[["a", "b"]], df["y"]
scaled = StandardScaler().fit_transform(X)
X_train, X_test, y_train, y_test = train_test_split(scaled, y, random_state=0)
${tail}print(scaled.max())
`;
    expect(await fixedText(text, "HLD101")).toContain(`train_rows, test_rows = train_test_split(range(len(X)), random_state=0)
scaled = StandardScaler().fit(X.iloc[train_rows]).transform(X)
X_train, X_test, y_train, y_test = scaled[train_rows], scaled[test_rows], y.iloc[train_rows], y.iloc[test_rows]
`);
  });

  it("is withheld where the rows are numbered anew on the way", async () => {
    const text = `${head}df = pd.read_csv("a.csv")
limit = df["a"].quantile(0.9)
df = df[df["a"] < limit].reset_index()
X, y = df[["a", "b"]], df["y"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
${tail}`;
    expect(await first(text)).toMatch(/^Rows are dropped between the learning and the split, and .* may number the others anew\.$/);
  });

  it("is withheld for what a function learns from rows that have no name outside", async () => {
    const text = `${head}def prepare(df):
    df["a"] = df["a"] / df["a"].max()
    return df[["a", "b"]], df["y"]

X, y = prepare(pd.read_csv("a.csv"))
X_train, X_test, y_train, y_test = train_test_split(X, y)
${tail}`;
    expect(await first(text)).toMatch(/^[A-Z].*\.$/);
    const { offers } = await offersOf(documentOf([text]));
    expect(offers.filter(({ offer }) => offer.fix)).toEqual([]);
  });
});

describe("rows that are kept apart without a split", () => {
  const fitted = `import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_squared_error
from sklearn.preprocessing import MinMaxScaler
`;

  it("by a slice: its bound is counted above, with its comment", async () => {
    const text = `${fitted}values = pd.read_csv("a.csv")[["y", "b"]].values
scaled = MinMaxScaler().fit_transform(values)
# %%
n = int(len(scaled) * 0.7)  # the past
train, test = scaled[:n, :], scaled[n:, :]
model = Ridge().fit(train[:, 1:], train[:, 0])
print(mean_squared_error(test[:, 0], model.predict(test[:, 1:])))
`;
    expect(await fixedText(text, "HLD101")).toContain(`n = int(len(values) * 0.7)  # the past
scaled = MinMaxScaler().fit(values[:n]).transform(values)
# %%
train, test`);
  });

  it("by a condition: it is said where the number is taken", async () => {
    const text = `${fitted}df = pd.read_csv("a.csv")
df["b"] = df["b"].fillna(df["b"].mean())
train, test = df[df["year"] < 2017], df[df["year"] >= 2017]
model = Ridge().fit(train[["b"]], train["y"])
print(mean_squared_error(test["y"], model.predict(test[["b"]])))
`;
    expect(await fixedText(text, "HLD101")).toContain('df["b"] = df["b"].fillna(df["b"][df["year"] < 2017].mean())\n');
  });

  it("is withheld where the column that tells them is made on the way", async () => {
    const text = `${fitted}df = pd.read_csv("a.csv")
df["b"] = df["b"].fillna(df["b"].mean())
df["year"] = pd.to_datetime(df["date"]).dt.year
train = df[df["year"] < 2017]
test = df[df["year"] >= 2017]
model = Ridge().fit(train[["b"]], train["y"])
print(mean_squared_error(test["y"], model.predict(test[["b"]])))
`;
    expect(await first(text)).toMatch(/changes what tells the parts\.$/);
  });
});

describe("a split elsewhere", () => {
  it("draws the same rows by its seed, in a function", async () => {
    const text = `${head}def evaluate(model, X, y):
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=42)
    return model.fit(X_train, y_train).score(X_test, y_test)

df = pd.read_csv("a.csv")
df["a"] = df["a"] / df["a"].max()
print(evaluate(LogisticRegression(), df[["a", "b"]], df["y"]))
`;
    expect(
      await fixedText(text, "HLD101"),
    ).toContain(`train_rows = train_test_split(range(len(df)), test_size=0.2, random_state=42)[0]  # the rows that the split draws with this seed
df["a"] = df["a"] / df["a"].iloc[train_rows].max()
`);
  });

  it("is withheld where the split is not seeded", async () => {
    const text = `${head}def evaluate(model, X, y):
    X_train, X_test, y_train, y_test = train_test_split(X, y)
    return model.fit(X_train, y_train).score(X_test, y_test)

df = pd.read_csv("a.csv")
df["a"] = df["a"] / df["a"].max()
print(evaluate(LogisticRegression(), df[["a", "b"]], df["y"]))
`;
    const { offers } = await offersOf(documentOf([text]));
    expect(offers.filter(({ finding, offer }) => finding.code === "HLD101" && offer.fix)).toEqual([]);
  });
});

describe("a loop over folds", () => {
  const folds = `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold
from sklearn.preprocessing import StandardScaler
df = pd.read_csv("a.csv")
data, y = df[["a", "b"]], df["y"]
`;
  const loop = `for train, valid in KFold(5).split(X):
    model = LogisticRegression().fit(X[train], y.iloc[train])
    print(model.score(X[valid], y.iloc[valid]))
`;

  it("fits in each round, and the statement above goes", async () => {
    expect(await fixedText(`${folds}X = StandardScaler().fit_transform(data)\n${loop}`, "HLD102")).toBe(`${folds}for train, valid in KFold(5).split(data):
    X_fold = StandardScaler().fit(data.iloc[train]).transform(data)
    model = LogisticRegression().fit(X_fold[train], y.iloc[train])
    print(model.score(X_fold[valid], y.iloc[valid]))
`);
  });

  it("leaves what others need, and fits a copy", async () => {
    const text = `${folds}scaler = StandardScaler()
X = scaler.fit_transform(data)
${loop}final = LogisticRegression().fit(X, y)
print(final.predict(scaler.transform(pd.read_csv("b.csv"))))
`;
    const fixed = await fixedText(text, "HLD102");
    expect(fixed).toContain("X = scaler.fit_transform(data)\n");
    expect(fixed).toContain("    X_fold = clone(scaler).fit(data.iloc[train]).transform(data)\n");
    expect(fixed).toContain("final = LogisticRegression().fit(X, y)\n");
  });
});

describe("a test part and cross-validation at once", () => {
  const both = (cross: string): string => `${head.replace("cross_val_score", cross)}df = pd.read_csv("a.csv")
df["a"] = df["a"].fillna(df["a"].median())
X, y = df[["a", "b"]], df["y"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
print(${cross}(LogisticRegression(), X_train, y_train).mean())
${tail}`;

  it.each(["cross_val_score", "cross_val_predict"])("keeps the test part out; what %s goes on to see stays marked", async (cross) => {
    const document = documentOf([both(cross)]);
    const { offers } = await offersOf(document);
    expect(offers.find(({ offer }) => offer.fix)?.offer.title).toBe(
      'Draw the training rows first, and learn the median of df["a"] from them alone; cross-validation still sees it, as HLD102',
    );
    const after = await offersOf(await fixed(document, "HLD101"));
    expect(after.report.findings.map((f) => f.code)).toEqual(["HLD102"]);
    expect(after.offers.filter(({ offer }) => offer.fix)).toEqual([]);
  });

  it("are cured by a Pipeline where it holds", async () => {
    const text = `${head}df = pd.read_csv("a.csv")
X = df[["a", "b"]]
y = df["y"]
X = StandardScaler().fit_transform(X)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
print(cross_val_score(LogisticRegression(), X_train, y_train).mean())
${tail}`;
    expect(await first(text)).toMatch(/Pipeline/);
  });
});

describe("numbers before cross-validation", () => {
  it("are not learned from fewer rows: no fix is offered", async () => {
    const text = `${head}df = pd.read_csv("a.csv")
df["a"] = df["a"].fillna(df["c"].median())
X, y = df[["a", "b"]], df["y"]
print(cross_val_score(LogisticRegression(), X, y).mean())
`;
    expect(await first(text)).toMatch(/^Numbers taken by hand cannot be taken again in each fold; a transformer in a Pipeline can/);
  });
});

describe("a network's own validation part", () => {
  it("is cut off before anything is fitted, the same rows", async () => {
    const text = `import pandas as pd
from sklearn.preprocessing import StandardScaler
from tensorflow import keras
# %%
df = pd.read_csv("energy.csv")
X = df.drop(columns="load").to_numpy()
y = df["load"].to_numpy()
scaler = StandardScaler()
X_scaled = scaler.fit_transform(X)
# %%
model = keras.Sequential([keras.layers.Dense(32, activation="relu"), keras.layers.Dense(1)])
model.compile(optimizer="adam", loss="mse")
stop = keras.callbacks.EarlyStopping(patience=5, restore_best_weights=True)
model.fit(X_scaled, y, validation_split=0.25, epochs=100, callbacks=[stop])
`;
    expect(await fixedText(text, "HLD102")).toContain(`X_fit, X_valid, y_fit, y_valid = train_test_split(X, y, test_size=0.25, shuffle=False)
X_scaled_fit = scaler.fit_transform(X_fit)
X_scaled_valid = scaler.transform(X_valid)
X_scaled = scaler.transform(X)
`);
    expect(await fixedText(text, "HLD102")).toContain(
      "model.fit(X_scaled_fit, y_fit, validation_data=(X_scaled_valid, y_valid), epochs=100, callbacks=[stop])",
    );
  });
});

describe("a pipeline", () => {
  it("gives the best parameters to another model without the name of the step", async () => {
    const text = `import pandas as pd
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
df = pd.read_csv("a.csv")
X_train, X_test, y_train, y_test = train_test_split(df[["a", "b"]], df["y"], random_state=0)
scaler = StandardScaler().fit(X_train)
search = GridSearchCV(SVC(), {"C": [0.1, 1]}, cv=5).fit(scaler.transform(X_train), y_train)
model = SVC(**search.best_params_).fit(scaler.transform(X_train), y_train)
print(model.score(scaler.transform(X_test), y_test))
`;
    const after = await fixedText(text, "HLD102");
    expect(after).toContain(
      'model = SVC(**{name.split("__", 1)[1]: value for name, value in search.best_params_.items()}).fit(scaler.transform(X_train), y_train)',
    );
    expect(after).toContain('GridSearchCV(make_pipeline(StandardScaler(), SVC()), {"svc__C": [0.1, 1]}, cv=5).fit(X_train, y_train)');
  });
});

describe("resampling", () => {
  it("stays where it is when others look at its result, and gets the training part", async () => {
    const text = `import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC
df = pd.read_csv("a.csv")
X, y = df[["a", "b"]], df["y"]
X_more, y_more = SMOTE().fit_resample(X, y)
print(y_more.value_counts())
X_train, X_test, y_train, y_test = train_test_split(X_more, y_more, random_state=0)
print(f1_score(y_test, SVC().fit(X_train, y_train).predict(X_test)))
`;
    expect(await fixedText(text, "HLD105")).toContain(`X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0, stratify=y)
X_more, y_more = SMOTE().fit_resample(X_train, y_train)
print(y_more.value_counts())
X_train, y_train = X_more, y_more
`);
  });

  it("is withheld where the resampled rows are changed on the way", async () => {
    const text = `import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC
df = pd.read_csv("a.csv")
X, y = SMOTE().fit_resample(df[["a", "b"]], df["y"])
X = X * 2
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
print(f1_score(y_test, SVC().fit(X_train, y_train).predict(X_test)))
`;
    expect(await first(text)).toBe("`X` changes on the way to the split.");
  });
});
