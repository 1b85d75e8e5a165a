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
# all columns to one scale
# %%
%time
X_train, X_test, y_train, y_test = train_test_split(X, y)
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
df = df[df["a"] < limit].reset_index(drop=True)
X, y = df[["a", "b"]], df["y"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
${tail}`;
    expect(await first(text)).toMatch(/^Rows are dropped between the learning and the split, and .* may number the others anew\.$/);
  });

  it("is withheld for what a function learns", async () => {
    const text = `${head}def prepare(df):
    df["a"] = df["a"] / df["a"].max()
    return df[["a", "b"]], df["y"]

X, y = prepare(pd.read_csv("a.csv"))
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
${tail}`;
    expect(await first(text)).toMatch(/^[A-Z].*\.$/);
    const { offers } = await offersOf(documentOf([text]));
    expect(offers.filter(({ offer }) => offer.fix)).toEqual([]);
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
  it("is withheld where the best parameters go to another model", async () => {
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
    const { offers } = await offersOf(documentOf([text]));
    expect(offers.map(({ offer }) => offer.withheld)).toContain("Its best parameters are given to another model.");
    expect(offers.filter(({ offer }) => offer.fix)).toEqual([]);
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
