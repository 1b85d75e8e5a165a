/** What people who read offered fixes refused: held here by programs of our own. */
import { describe, expect, it } from "vitest";
import type { SourceId } from "../../server/src/base/span.js";
import { unboundName } from "../../server/src/fixes/bound.js";
import { FixDocument } from "../../server/src/fixes/document.js";
import { lowerText } from "../helpers/lower.js";
import { documentOf, fixed, fixedText, offered, reasons, textsOf, titles } from "./offers.js";

const head = `import numpy as np
import pandas as pd
from sklearn.linear_model import LinearRegression, LogisticRegression, Ridge
from sklearn.metrics import mean_squared_error, r2_score
from sklearn.model_selection import cross_val_score, train_test_split
from sklearn.decomposition import PCA
from sklearn.preprocessing import KBinsDiscretizer, MinMaxScaler, StandardScaler
`;
const split = "X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=7)\n";
const table = `${head}df = pd.read_csv("a.csv")
X, y = df[["a", "b"]], df["y"]
`;

describe("names that a fix writes", () => {
  it("are set before: the variable of a later loop is not", async () => {
    const text = `import numpy as np
import pandas as pd
from sklearn.preprocessing import MinMaxScaler
from tensorflow import keras

def prepare(path):
    data = pd.read_csv(path)
    scaled = MinMaxScaler().fit_transform(data[["load"]])
    X, y = [], []
    for i in range(24, len(scaled)):
        X.append(scaled[i - 24 : i, 0])
        y.append(scaled[i, 0])
    return np.array(X), np.array(y)

X, y = prepare("load.csv")
model = keras.Sequential([keras.layers.LSTM(8), keras.layers.Dense(1)])
model.compile(optimizer="adam", loss="mse")
model.fit(X, y, epochs=50, validation_split=0.2)
`;
    expect(await titles(text, "HLD102")).toEqual(["Learn MinMaxScaler from those rows alone that the network trains on"]);
    expect(await reasons(text, "HLD102")).toContain("`i` changes from round to round, and no round keeps apart what is learned once.");
  });

  const wrote = async (text: string, line: string): Promise<string | null> => {
    const [was, is] = await Promise.all([text.replace("#\n", ""), text.replace("#", line)].map(async (t) => new FixDocument("script", [await lowerText(t)])));
    const at = text.indexOf("#");
    const source = (was as FixDocument).units[0]?.source as SourceId;
    return unboundName(was as FixDocument, is as FixDocument, [{ at: { source, start: at, end: at }, text: `${line}\n` }]);
  };

  it.each([
    ["a = 1\n#\n", "b = a", null],
    ["#\na = 1\n", "b = a", "a"],
    ["if x:\n    a = 1\n#\n", "b = a", "a"],
    ["if x:\n    a = 1\nelse:\n    a = 2\n#\n", "b = a", null],
    ["if x:\n    a = 1\nelse:\n    raise ValueError\n#\n", "b = a", null],
    ["a = 1\ndel a\n#\n", "b = a", "a"],
    ["with open(x) as a:\n    pass\n#\n", "b = a", null],
    ["for a in x:\n    pass\n#\n", "b = a", null],
    ["#\nfor a in x:\n    pass\n", "b = a", "a"],
    ["def f():\n    a = 1\n#\n", "b = a", "a"],
    ["a = 1\n#\n", "b = [c for c in a]", null],
    ["a = 1\n#\n", "b = len(range(a))", null],
    ["print(a)\n#\na = 1\n", "b = a", null],
    ["def g():\n    for a in x:\n        pass\ndef f():\n#\n    return 1\n", "    b = a", "a"],
    ["a = 1\ndef f():\n#\n    return 1\n", "    b = a", null],
    ["def g():\n    a = 1\n    def f():\n#\n        return 1\n", "        b = a", null],
    ["def g():\n    global a\n    a = 1\ndef f():\n#\n    return 1\n", "    b = a", null],
  ])("%j with %j: %j", async (text, line, name) => {
    expect(await wrote(text, line)).toBe(name);
  });
});

describe("a transformer that is fitted again", () => {
  it("is not taken from other columns of one table", async () => {
    const text = `${head}def prepare(df):
    df["age"] = KBinsDiscretizer(n_bins=5, encode="ordinal").fit_transform(df[["age"]])
    df["dose"] = KBinsDiscretizer(n_bins=5, encode="ordinal").fit_transform(df[["dose"]])
    return df

train, test = prepare(pd.read_csv("a.csv")), prepare(pd.read_csv("b.csv"))
model = LogisticRegression().fit(train[["age", "dose"]], train["y"])
print(model.score(test[["age", "dose"]], test["y"]))
`;
    expect(await titles(text, "HLD111")).toEqual([]);
    expect(await reasons(text, "HLD111")).toContain("One line fits the transformer on the training rows and on these: it has to be handed the fitted one.");
  });

  it("is said to refuse unseen values where it does, and is no safe fix then", async () => {
    const text = `${table}${split}from sklearn.preprocessing import LabelEncoder
coder = LabelEncoder()
X_train["a"] = coder.fit_transform(X_train["a"])
X_test["a"] = coder.fit_transform(X_test["a"])
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
`;
    const [first] = await offered(text, "HLD111");
    expect(first?.offer.fix).toMatchObject({
      applicability: "unsafe",
      title: expect.stringMatching(/; it refuses values that the training rows do not hold$/),
    });
  });

  it("waits for one before it that was fitted again too", async () => {
    const text = `${table}${split}scaler = StandardScaler()
train_scaled = scaler.fit_transform(X_train)
train_pca = PCA(n_components=1).fit_transform(train_scaled)
model = LogisticRegression().fit(train_pca, y_train)
test_scaled = scaler.fit_transform(X_test)
test_pca = PCA(n_components=1).fit_transform(test_scaled)
print(model.score(test_pca, y_test))
`;
    expect(await reasons(text, "HLD111")).toEqual(["Its rows went through StandardScaler, which was fitted on them too: that has to be cured first."]);
    const once = await fixedText(text, "HLD111");
    expect(once).toContain("test_scaled = scaler.transform(X_test)\n");
    const twice = await fixedText(once, "HLD111");
    expect(twice).toContain("test_pca = pca.transform(test_scaled)\n");
  });
});

describe("rows that go in place", () => {
  it("are not counted by position, whatever the table is called by then", async () => {
    const text = `${head}df = pd.read_csv("a.csv")
x = df
x[["a", "b"]] = MinMaxScaler().fit_transform(x[["a", "b"]])
x.drop(x[x["a"] > 0.9].index, inplace=True)
x = df.drop("y", axis=1)
y = df["y"]
x_train, x_test, y_train, y_test = train_test_split(x, y, random_state=42)
print(Ridge().fit(x_train, y_train).score(x_test, y_test))
`;
    const after = await fixedText(text, "HLD101");
    expect(after).toContain("train_rows, test_rows = train_test_split(x.index, random_state=42)\n");
    expect(after).toContain("= (\n    x.loc[train_rows[train_rows.isin(x.index)]], x.loc[test_rows[test_rows.isin(x.index)]],\n");
  });
});

describe("stopping early", () => {
  const network = `import pandas as pd
from sklearn.model_selection import train_test_split
from tensorflow import keras
df = pd.read_csv("a.csv")
X, y = df[["a", "b"]], df["y"]
${split}`;
  const rest = `model = keras.Sequential([keras.layers.Dense(8), keras.layers.Dense(1, activation="sigmoid")])
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
stop = keras.callbacks.EarlyStopping(patience=3, restore_best_weights=True)
`;

  it("is not cut from a dictionary of inputs", async () => {
    const inputs = `def inputs(part):
    out = {}
    out["a"] = part[["a"]].to_numpy()
    out["b"] = part[["b"]].to_numpy()
    return out

train_data, test_data = inputs(X_train), inputs(X_test)
`;
    const trained = (a: string, b: string): string => `model.fit(${a}, y_train, validation_data=(${b}, y_test), epochs=50, callbacks=[stop])
print(model.evaluate(${b}, y_test))
`;
    expect(await titles(`${network}${rest}${trained("X_train", "X_test")}`, "HLD202")).toHaveLength(1);
    expect(await titles(`${network}${inputs}${rest}${trained("train_data", "test_data")}`, "HLD202")).toEqual([]);
  });

  it("makes a table that nobody else reads of fewer rows, in its place", async () => {
    const text = `import pandas as pd
import xgboost as xgb
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import train_test_split
df = pd.read_csv("a.csv")
X, y = df[["a", "b"]], df["y"]
${split}dtrain = xgb.DMatrix(X_train, label=y_train)
dtest = xgb.DMatrix(X_test, label=y_test)
model = xgb.train({"eta": 0.1}, dtrain, 500, evals=[(dtest, "eval")], early_stopping_rounds=20)
print(mean_squared_error(y_test, model.predict(dtest)))
`;
    expect(await fixedText(text, "HLD202")).toContain(`X_fit, X_valid, y_fit, y_valid = train_test_split(X_train, y_train, test_size=0.2, random_state=7)
dtrain = xgb.DMatrix(X_fit, label=y_fit)
dtest = xgb.DMatrix(X_test, label=y_test)
dstop = xgb.DMatrix(X_valid, label=y_valid)
model = xgb.train({"eta": 0.1}, dtrain, 500, evals=[(dstop, "eval")], early_stopping_rounds=20)
print(mean_squared_error(y_test, model.predict(dtest)))
`);
    const byRows = text.replace("model.predict(dtest)", "model.predict(xgb.DMatrix(X_test))");
    expect(await fixedText(byRows, "HLD202")).toContain(`dtrain = xgb.DMatrix(X_fit, label=y_fit)
dstop = xgb.DMatrix(X_valid, label=y_valid)
model = xgb.train({"eta": 0.1}, dtrain, 500, evals=[(dstop, "eval")]`);
    const both = text.replace("print(mean", "print(mean_squared_error(y_train, model.predict(dtrain)))\nprint(mean");
    expect(await fixedText(both, "HLD202")).toContain("dtrain = xgb.DMatrix(X_train, label=y_train)\n");
  });
});

describe("a choice", () => {
  it("names its parts by whole words", async () => {
    const text = `${table}training_X, testing_X, training_y, testing_y = train_test_split(X, y, random_state=7)
scores = []
for alpha in [0.1, 1, 10]:
    model = Ridge(alpha=alpha)
    model.fit(training_X, training_y)
    scores.append(model.score(testing_X, testing_y))
best = [0.1, 1, 10][int(np.argmax(scores))]
print(Ridge(alpha=best).fit(training_X, training_y).score(testing_X, testing_y))
`;
    expect(await fixedText(text, "HLD201")).toContain(
      "fit_X, valid_X, fit_y, valid_y = train_test_split(training_X, training_y, test_size=0.2, random_state=7)\n",
    );
  });

  const tried = (model: string): string => `for alpha in [0.1, 1, 10]:
    model = ${model}(alpha=alpha).fit(X_train, y_train)
    print(alpha, model.score(X_test, y_test))
`;

  it("is made on a part that is cut behind the nearest split of the same names", async () => {
    const section = (model: string): string => `X, y = df[["a", "b"]], df["y"]
${split}${tried(model)}print(${model}(alpha=1).fit(X_train, y_train).score(X_test, y_test))
`;
    const text = `${head.replace("Ridge", "Lasso, Ridge")}df = pd.read_csv("a.csv")
${section("Ridge")}${section("Lasso")}`;
    const cut = "X_fit, X_valid, y_fit, y_valid = train_test_split(X_train, y_train, test_size=0.2, random_state=7)\n";
    const [once] = (await offered(text, "HLD201")).filter(({ offer }) => offer.fix);
    expect(once).toBeDefined();
    const after = await fixedText(text, "HLD201");
    expect(after.split(cut)).toHaveLength(2);
    expect(after).toContain("Ridge(alpha=alpha).fit(X_fit, y_fit)");
    expect(after).toContain("Lasso(alpha=alpha).fit(X_train, y_train)");
  });

  it("is not made where inputs would have fewer rows than the labels beside them", async () => {
    const text = (load: string): string => `${head}from rows import load
df = pd.read_csv("a.csv")
X, y = ${load}
${split}${tried("Ridge")}print(Ridge(alpha=1).fit(X_train, y_train).score(X_test, y_test))
`;
    expect(await titles(text('df[["a", "b"]], df["y"]'), "HLD201")).toHaveLength(1);
    expect(await fixedText(text("load()"), "HLD201")).toContain("X_fit, X_valid, y_fit, y_valid = train_test_split(X_train, y_train, ");
    const unnamed = text("load()").replaceAll("y_train", "a_train").replaceAll("y_test", "a_test");
    expect(await titles(unnamed, "HLD201")).toEqual([]);
  });

  it("by kept training scores is not cured by showing others", async () => {
    const text = (kept: string, shown: string): string => `${table}${split}scores = []
for alpha in [0.1, 1, 10]:
    model = Ridge(alpha=alpha)
    model.fit(X_train, y_train)
    scores.append(${kept})
    print(alpha, ${shown})
best = [0.1, 1, 10][int(np.argmax(scores))]
print(Ridge(alpha=best).fit(X_train, y_train).score(X_test, y_test))
`;
    const [train, test] = ["model.score(X_train, y_train)", "r2_score(y_test, model.predict(X_test))"];
    expect(await titles(text(train, test), "HLD201")).toEqual([]);
    expect(await titles(text(test, train), "HLD201")).toEqual(["Choose on a validation part cut from the training rows"]);
    expect(await fixedText(text(test, train), "HLD201")).toContain("test_size=0.2, random_state=7)\n");
  });
});

describe("what comments say", () => {
  it("stays true beside an edit", async () => {
    const text = `${table}model = LinearRegression()
# train on the training data
model.fit(X, y)
# Predict on the training data
pred = model.predict(X)
print(r2_score(y, pred))  # training score
`;
    const after = await fixedText(text, "HLD205");
    expect(after).toContain("model.fit(X_train, y_train)\n# Predict on the test data\npred = model.predict(X_test)\n");
    expect(after).toContain("print(r2_score(y_test, pred))  # test score\n");
  });

  it("does not go on to speak of all the data where a part is trained on", async () => {
    const text = `${table}model = LinearRegression()
# fit it with all the data
# (no reshaping needed)
model.fit(X, y)
print(model.score(X, y))
`;
    expect(await fixedText(text, "HLD205")).toContain("# fit it with the training data\n# (no reshaping needed)\nX_train, ");
  });

  it("keeps code that is wrong on purpose as it is", async () => {
    const program = (comment: string): string => `${table}
# ${comment}
scaler = StandardScaler()
X_scaled = scaler.fit_transform(X)
print(cross_val_score(LogisticRegression(), X_scaled, y).mean())
`;
    expect(await titles(program("all columns to one scale"), "HLD102")).toHaveLength(1);
    for (const comment of ["why is this improper?", "the wrong way", "Don't do this at home"]) {
      expect(await titles(program(comment), "HLD102")).toEqual([]);
      expect(await reasons(program(comment), "HLD102")).toContain("A comment there says that this is done wrong on purpose.");
    }
  });
});

describe("lines and imports", () => {
  it("leave no blank lines where a call stood", async () => {
    const text = `${table}
scaler = StandardScaler()

X = scaler.fit_transform(X)

${split}print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
`;
    expect(await fixedText(text, "HLD101")).toContain("scaler = StandardScaler()\n\nX_train, X_test");
  });

  it("leave no empty line at the end of a cell", async () => {
    const text = `${table}scaler = StandardScaler()
X = scaler.fit_transform(X)
# %%
${split}print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))`;
    const [one, two] = text.split("\n# %%\n") as [string, string];
    const [cell] = textsOf(await fixed(documentOf([one, two]), "HLD101"));
    expect(cell).toBe(`${table}scaler = StandardScaler()`);
  });

  it("move an import up, and leave it with a cell that still reads it", async () => {
    const text = `import pandas as pd
from sklearn.linear_model import LinearRegression
df = pd.read_csv("a.csv")
X, y = df[["a", "b"]], df["y"]
model = LinearRegression().fit(X, y)
print(model.score(X, y))
# %%
from sklearn.model_selection import train_test_split
a, b = train_test_split(list("abcdefgh"))
`;
    expect((await fixedText(text, "HLD205")).match(/import train_test_split/g)).toHaveLength(2);
    expect((await fixedText(text.replace("# %%\n", ""), "HLD205")).match(/import train_test_split/g)).toHaveLength(1);
  });

  it("find an import that a function has made already, and one that is tried", async () => {
    const text = (top: string): string => `import pandas as pd
from sklearn.linear_model import LinearRegression
${top}def run():
    df = pd.read_csv("a.csv")
    X, y = df[["a", "b"]], df["y"]
    model = LinearRegression().fit(X, y)
    print(model.score(X, y))

run()
`;
    const tried = "try:\n    from sklearn.model_selection import train_test_split\nexcept ImportError:\n    raise\n";
    expect((await fixedText(text(tried), "HLD205")).match(/import train_test_split/g)).toHaveLength(1);
    const inside = text("").replace("def run():\n", "def run():\n    from sklearn.model_selection import train_test_split\n");
    expect((await fixedText(inside, "HLD205")).match(/import train_test_split/g)).toHaveLength(1);
  });
});
