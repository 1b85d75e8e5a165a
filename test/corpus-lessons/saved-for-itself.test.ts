/** Models that a program stores for itself: under names that it computes, or in one of its two modes. */
import { describe, expect, it } from "vitest";
import { check, places } from "../helpers/check.js";

const found = async (text: string, code: string): Promise<string[]> => places((await check([text])).findings, [text]).filter((p) => p.startsWith(code));

describe("models of folds under computed names", () => {
  const program = (written: string, read: string): string => `import joblib
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import KFold
from sklearn.preprocessing import StandardScaler
version = 3
train = pd.read_csv("train.csv")
new = pd.read_csv("new.csv")
scaler = StandardScaler().fit(train[["age", "dose"]])
X = scaler.transform(train[["age", "dose"]])
for k, (a, b) in enumerate(KFold(4).split(X)):
    model = Ridge().fit(X[a], train["days"][a])
    joblib.dump(model, ${written})
new_X = scaler.transform(new[["age", "dose"]])
answers = []
for number in range(4):
    stored = joblib.load(${read})
    answers.append(stored.predict(new_X))
`;
  it.each([
    ['f"ridge_v{version}_{k}.joblib"', 'f"ridge_v3_{number}.joblib"'],
    ['"ridge_v{}_{}.joblib".format(version, k)', 'f"ridge_v{version}_{number}.joblib"'],
    ['"ridge_v%d_%02d.joblib" % (version, k)', '"ridge_v{0}_{n:02d}.joblib".format(version, n=number)'],
    ['"ridge_" + str(k) + ".joblib"', '"ridge_0.joblib"'],
    ['open(f"ridge_{k}.joblib", "wb")', 'open("ridge_%s.joblib" % number, "rb")'],
  ])("are a cache where the program reads them again: %s, %s", async (written, read) => {
    expect(await found(program(written, read), "HLD602")).toEqual([]);
  });
  it.each([
    ['f"ridge_v{version}_{k}.joblib"', 'f"ridge_v2_{number}.joblib"'],
    ['f"ridge_{k}.joblib"', 'f"lasso_{number}.joblib"'],
    ['f"ridge_{k}.joblib"', 'f"{number}.joblib"'],
  ])("are handed over where it reads others: %s, %s", async (written, read) => {
    expect(await found(program(written, read), "HLD602")).toEqual(["HLD602 cell1:13"]);
  });
});

describe("a program with two modes", () => {
  const program = (mode: string, otherwise: string): string => `import sys
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC
import joblib
training = ${mode}
reviews = pd.read_csv("reviews.csv")
words = TfidfVectorizer().fit(reviews["text"])
if training:
    model = LinearSVC().fit(words.transform(reviews["text"]), reviews["stars"])
    joblib.dump(model, "stars.joblib")
else:
    new = pd.read_csv("new.csv")
    ${otherwise}
`;
  const asks = 'print(joblib.load(sys.argv[2]).predict(words.transform(new["text"])))';
  it.each(["True", "len(sys.argv) < 2"])("fits anew in each run what both of them use: %s", async (mode) => {
    expect(await found(program(mode, asks), "HLD602")).toEqual([]);
    expect(await found(program(mode, "print(new.shape)"), "HLD602")).toEqual(["HLD602 cell1:11"]);
    // What is bound there is another one.
    expect(await found(program(mode, `words = joblib.load("words.joblib")\n    ${asks}`), "HLD602")).toEqual(["HLD602 cell1:11"]);
  });
});

describe("an encoder that is not saved", () => {
  const program = (column: string, picked: string): string => `import joblib
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import LabelEncoder
df = pd.read_csv("crops.csv")
encoder = LabelEncoder()
df["${column}"] = encoder.fit_transform(df["${column}"])
X, y = ${picked}
joblib.dump(LogisticRegression().fit(X, y), "model.joblib")
`;
  it("may have encoded the labels alone where they are taken by their place", async () => {
    expect(await found(program("crop", "df.iloc[:, :-1], df.iloc[:, -1]"), "HLD602")).toEqual([]);
    expect(await found(program("soil", 'df[["soil", "rain"]], df["crop"]'), "HLD602")).toEqual(["HLD602 cell1:9"]);
    const two = program("soil", "df.iloc[:, :-1], df.iloc[:, -1]").replace("X, y =", 'df["crop"] = LabelEncoder().fit_transform(df["crop"])\nX, y =');
    expect(await found(two, "HLD602")).toEqual(["HLD602 cell1:10"]);
  });
});

describe("the model of a pipeline behind gaps that were filled", () => {
  const program = (stored: string, fitted = "X_train"): string => `import joblib
import pandas as pd
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
df = pd.read_csv("patients.csv")
X_train, X_test, y_train, y_test = train_test_split(df[["age", "dose"]], df["sick"], random_state=0)
X_train = SimpleImputer().fit_transform(X_train)
scaler = StandardScaler().fit(${fitted})
found = make_pipeline(StandardScaler(), LogisticRegression()).fit(X_train, y_train)
model = found.named_steps["logisticregression"]
joblib.dump(model, "model.joblib")
${stored}`;
  const scaler = 'joblib.dump(scaler, "scaler.joblib")\n';
  it("serves complete rows where a scaler of the same rows is stored beside it", async () => {
    expect(await found(program(scaler), "HLD602")).toEqual([]);
    expect(await found(program(""), "HLD602")).toEqual(["HLD602 cell1:14"]);
    expect(await found(program(scaler, "X_train[:9]"), "HLD602")).toEqual(["HLD602 cell1:14"]);
  });
});
