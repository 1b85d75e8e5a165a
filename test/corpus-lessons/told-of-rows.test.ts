/** Overlaps and leaks that cannot be told: parts put together again, cells run in another order, names taken away by their place, labels mixed up later. */
import { describe, expect, it } from "vitest";
import { check, places } from "../helpers/check.js";

const found = async (text: string, code: RegExp): Promise<string[]> => places((await check([text])).findings, [text]).filter((p) => code.test(p));

const head = `import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.preprocessing import OneHotEncoder, StandardScaler
df = pd.read_csv("visits.csv")
`;

describe("parts that are laid end to end", () => {
  it("to draw windows over both, and cut again where nobody can tell, are not known to hold the rows that were learned from", async () => {
    const text = `${head}from tensorflow import keras
train, test = df[df["day"] <= 300], df[df["day"] > 300]
scaler = StandardScaler().fit(train[["load", "heat"]])
A, B = scaler.transform(train[["load", "heat"]]), scaler.transform(test[["load", "heat"]])
both, labels = np.concatenate((A, B)), np.concatenate((train["load"], test["load"]))
windows, wanted = [], []
for i in range(24, len(both)):
    windows.append(both[i - 24:i])
    wanted.append(labels[i])
windows, wanted = np.array(windows), np.array(wanted)
model = keras.Sequential([keras.layers.LSTM(8), keras.layers.Dense(1)])
model.compile(optimizer="adam", loss="mae")
model.fit(windows[:-len(B)], wanted[:-len(B)], epochs=5)
print(model.evaluate(windows[-len(B):], wanted[-len(B):]))
`;
    expect(await found(text, /HLD10/)).toEqual([]);
  });

  it("after one was resampled, for a search that is told its folds, stay apart", async () => {
    const text = (parts: string, cv: string) => `${head}from imblearn.over_sampling import SMOTE
rows = np.arange(len(df))
a, b = train_test_split(rows, shuffle=False)
X_train, y_train = df.iloc[a][["age", "dose"]], df.iloc[a]["sick"]
X_valid, y_valid = df.iloc[b][["age", "dose"]], df.iloc[b]["sick"]
X_train, y_train = SMOTE().fit_resample(X_train, y_train)
X, y = ${parts}
search = GridSearchCV(LogisticRegression(), {"C": [1, 10]}, cv=${cv}).fit(X, y)
print(search.best_score_)
`;
    const told = "[(np.arange(len(X_train)), np.arange(len(X_train), len(X)))]";
    expect(await found(text("pd.concat([X_train, X_valid]), pd.concat([y_train, y_valid])", told), /HLD105/)).toEqual([]);
    expect(await found(text("X_train, y_train", "5"), /HLD105/)).toHaveLength(1);
  });
});

describe("a model trained on all rows and scored on a part of them", () => {
  const cells = (numbers: readonly number[]) =>
    [
      `${head}X, y = df[["age", "dose"]], df["sick"]`,
      "X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)",
      "model = LogisticRegression().fit(X, y)",
      "print(model.score(X_test, y_test))",
    ].map((text, i) => ({ text, executionCount: numbers[i] ?? null }));
  const codes = async (numbers: readonly number[]): Promise<string[]> =>
    (await check(cells(numbers))).findings.map((f) => f.code).filter((c) => c === "HLD106");

  it("is told where the cells ran as they stand", async () => expect(await codes([1, 2, 3, 4])).toEqual(["HLD106"]));
  it("is not told where the numbers say that the names held something else", async () => expect(await codes([1, 5, 3, 4])).toEqual([]));
});

describe("a list of columns", () => {
  const program = (change: string) => `${head}columns = list(df.columns)
${change}
X_train, X_test, y_train, y_test = train_test_split(df[columns], df["sick"], random_state=0)
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
`;
  it("from which some are taken by their place is not known", async () => {
    expect(await found(program("columns.pop(0)\ncolumns.pop(11)"), /HLD107/)).toEqual([]);
    expect(await found(program('columns.remove("age")'), /HLD107/)).toHaveLength(1);
  });
  it("from which one is taken by its name lacks it, however the list was made", async () => {
    for (const list of ["list(df)", "sorted(df)", "list(df.columns)"]) {
      const named = (name: string) => program(`columns = ${list}\ncolumns.remove(${name})`);
      expect(await found(named('"sick"'), /HLD107/)).toEqual([]);
      expect(await found(named('"age"'), /HLD107/)).toHaveLength(1);
    }
  });
  it("from which a name is taken that nobody can tell is not known", async () => {
    for (const list of ["list(df)", "df.columns.tolist()"])
      expect(await found(program(`from settings import target\ncolumns = ${list}\ncolumns.remove(target)`), /HLD107/)).toEqual([]);
  });
  it("that is written down is shorter by what was taken", async () => {
    const listed = (taken: string) => program(`columns = ["age", "dose", "sick"]\n${taken}`);
    expect(await found(listed("columns.pop()"), /HLD107/)).toEqual([]);
    expect(await found(listed("columns.pop(-1)"), /HLD107/)).toEqual([]);
    expect(await found(listed("columns.pop(0)"), /HLD107/)).toHaveLength(1);
  });
  it("of places beside the target's place", async () => {
    const places = (of: string) => `${head}X, y = df.iloc[:, ${of}].values, df.iloc[:, 17].values
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
`;
    expect(await found(places("(18, 19, 20)"), /HLD107/)).toEqual([]);
    expect(await found(places("[18, 19, 20]"), /HLD107/)).toEqual([]);
  });
});

it("labels of another part are told where the split was unpacked in a wrong order, or else where they are given to the model", async () => {
  const program = (names: string, labels: string) => `${head}${names} = train_test_split(df[["age", "dose"]], df["sick"], random_state=0)
model = LogisticRegression()
model.fit(X_train, ${labels})
print(f1_score(y_test, model.predict(X_test)))
`;
  expect(await found(program("X_train, X_test, y_train, y_test", "y_test"), /HLD113/)).toEqual(["HLD113 cell1:10"]);
  expect(await found(program("X_train, y_train, X_test, y_test", "y_train"), /HLD113/)).toEqual(["HLD113 cell1:8"]);
});

it("an encoder that is fitted only where it has not been yet is not fitted again", async () => {
  const program = (guard: string) => `${head}encoder = OneHotEncoder()
encoder.fit(df[["ward"]])
def encoded(table):
    ${guard}
        encoder.fit(table[["ward"]])
    return encoder.transform(table[["ward"]])
model = LogisticRegression().fit(encoded(df), df["sick"])
new = pd.read_csv("new.csv")
print(model.predict(encoded(new)))
`;
  expect(await found(program('if not hasattr(encoder, "categories_"):'), /HLD111/)).toEqual([]);
});

it("a window of earlier values with the row's own put to it is looked at for that row alone", async () => {
  const text = (values: string) => `${head}from scipy.stats import zscore
past = df[df["sick"] == 1]
scores = []
for _, row in df.iterrows():
    before = past[past["day"] < row["day"]]
    values = ${values}
    scores.append(zscore(values)[-1])
df["unusual"] = scores
X_train, X_test, y_train, y_test = train_test_split(df[["age", "unusual"]], df["sick"], random_state=0)
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
`;
  expect(await found(text('before["dose"].tolist() + [row["dose"]]'), /HLD10/)).toEqual([]);
});

describe("sheets of one workbook", () => {
  const sheets = (second: string): string => `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score
from sklearn.preprocessing import StandardScaler
learn = pd.read_excel("visits.xlsx", sheet_name="learn")
judge = pd.read_excel("visits.xlsx", sheet_name="${second}")
scaler = StandardScaler().fit(judge[["age", "cost"]])
print(cross_val_score(LogisticRegression(), scaler.transform(learn[["age", "cost"]]), learn["back"]))
`;
  it("hold rows of their own", async () => {
    expect(await found(sheets("judge"), /HLD10/)).toEqual([]);
    expect(await found(sheets("learn"), /HLD10/)).toEqual(["HLD102 cell1:7"]);
  });
});
