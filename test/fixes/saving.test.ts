/** HLD602: what the inputs of a stored model went through is stored beside it, as the model is. */
import { describe, expect, it } from "vitest";
import { fixedText, titles, withheld } from "./offers.js";

const head = `import os
import pickle
import joblib
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder, StandardScaler
df = pd.read_csv("a.csv")
X_train, X_test, y_train, y_test = train_test_split(df[["a", "b"]], df["y"], random_state=0)
`;
const scaled = `scaler = StandardScaler()
X_train = scaler.fit_transform(X_train)
X_test = scaler.transform(X_test)
`;
const trained = `model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
`;
const text = (saved: string, before = scaled): string => `${head}${before}${trained}${saved}`;

describe("a scaler beside its model", () => {
  it.each([
    ['joblib.dump(model, "model.joblib")\n', 'joblib.dump(scaler, "scaler.joblib")\n'],
    ["joblib.dump(model, 'out/model.pkl', compress=3)\n", "joblib.dump(scaler, 'out/scaler.pkl')\n"],
    ['with open("out/model.pkl", "wb") as f:\n    pickle.dump(model, f)\n', 'with open("out/scaler.pkl", "wb") as f:\n    pickle.dump(scaler, f)\n'],
    ["pickle.dump(model, open('model.sav', 'wb'))\n", "pickle.dump(scaler, open('scaler.sav', 'wb'))\n"],
    ['joblib.dump(model, os.path.join("out", "model.pkl"))\n', 'joblib.dump(scaler, os.path.join("out", "scaler.pkl"))\n'],
    ['folder = "out/"\njoblib.dump(model, f"{folder}model.pkl")\n', 'joblib.dump(scaler, f"{folder}scaler.pkl")\n'],
    ['path = "out/model.pkl"\njoblib.dump(model, path)\n', 'joblib.dump(scaler, "out/scaler.pkl")\n'],
    [
      'out = "a"\nout = os.path.join(out, "model.pkl")\njoblib.dump(model, out)\n',
      'joblib.dump(scaler, os.path.join(os.path.dirname(out), "scaler.joblib"))\n',
    ],
    ['file = open("model.pkl", "wb")\npickle.dump(model, file)\n', 'with open("scaler.pkl", "wb") as scaler_file:\n    pickle.dump(scaler, scaler_file)\n'],
  ])("is stored as %s", async (saved, beside) => {
    expect(await fixedText(text(saved), "HLD602")).toBe(text(saved + beside));
    expect(await titles(text(saved), "HLD602")).toEqual(["Save `scaler` beside the model"]);
  });

  it("gets a name where it has none", async () => {
    const fixed = await fixedText(text('joblib.dump(model, "model.joblib")\n', "X_train = StandardScaler().fit_transform(X_train)\n"), "HLD602");
    expect(fixed).toContain("scaler = StandardScaler()\nX_train = scaler.fit_transform(X_train)\n");
    expect(fixed).toContain('"model.joblib")\njoblib.dump(scaler, "scaler.joblib")\n');
  });

  it("leaves a file of its name to whatever is in it", async () => {
    const saved = 'pd.Series(y_test).to_pickle("scaler.pkl")\njoblib.dump(model, "sick.pkl")\n';
    expect(await fixedText(text(saved), "HLD602")).toContain('joblib.dump(scaler, "sick_scaler.pkl")\n');
  });

  it("is stored once, behind a loop that stores several models", async () => {
    const saved = `for name, each in {"a": model}.items():\n    joblib.dump(each, f"out/{name}.pkl")\n`;
    expect(await fixedText(text(saved), "HLD602")).toContain('    joblib.dump(each, f"out/{name}.pkl")\njoblib.dump(scaler, "out/scaler.pkl")\n');
  });
});

describe("one encoder for column after column", () => {
  const loop = `le = LabelEncoder()
for column in ["a", "b"]:
    df[column] = le.fit_transform(df[column])
X_train, X_test, y_train, y_test = train_test_split(df[["a", "b"]], df["y"], random_state=0)
`;

  it("becomes one for each, and all of them are stored", async () => {
    const fixed = await fixedText(text('joblib.dump(model, "model.joblib")\n', loop), "HLD602");
    expect(fixed).toContain(`label_encoders = {}
for column in ["a", "b"]:
    label_encoders[column] = LabelEncoder()
    df[column] = label_encoders[column].fit_transform(df[column])
`);
    expect(fixed).not.toContain("le = LabelEncoder()");
    expect(fixed).toContain('joblib.dump(label_encoders, "label_encoders.joblib")\n');
  });

  it("is left alone where its last fit is asked for", async () => {
    const asked = 'print(le.classes_)\njoblib.dump(model, "model.joblib")\n';
    expect(await withheld(text(asked, loop), "HLD602")).toEqual(["A loop fits it anew in each of its rounds, and is asked for its last fit further down."]);
  });
});

describe("a transformer that is not to be had where the model is saved", () => {
  it.each([
    ["scaler = StandardScaler()\n", "`scaler` is another object where the model is saved."],
    ["scaler.fit(df[['b']])\n", "`scaler` is fitted again before the model is saved."],
  ])("is not stored: %s", async (again, reason) => {
    expect(await withheld(text(`${again}joblib.dump(model, "model.joblib")\n`), "HLD602")).toEqual([reason]);
  });

  it("is not stored where the way of saving is not known", async () => {
    const saved = "import gzip\nwith gzip.open('model.pkl', 'wb') as f:\n    pickle.dump(model, f)\n";
    expect(await withheld(text(saved), "HLD602")).toEqual(["Where the file of the model is opened cannot be followed."]);
  });
});
