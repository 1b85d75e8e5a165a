/** HLD602: transformers that a function gives back beside the model that it stores, and functions whose only call is commented out. */
import { describe, expect, it } from "vitest";
import { check } from "../helpers/check.js";

const said = async (text: string): Promise<string[]> => (await check([text])).findings.filter((f) => f.code === "HLD602").map((f) => f.severity);
const head = `import joblib
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.preprocessing import StandardScaler

`;

describe("a function that stores a model", () => {
  const helper = `def scaled(table):
    scaler = StandardScaler()
    X = scaler.fit_transform(table[["age", "dose"]])
    return X, scaler

`;
  const train = (back: string, by = "X, scaler = scaled(table)"): string => `${head}${helper}def train(path):
    table = pd.read_csv(path)
    ${by.replaceAll("\n", "\n    ")}
    model = Ridge().fit(X, table["days"])
    joblib.dump(model, "model.joblib")
    return ${back}

if __name__ == "__main__":
    train("stays.csv")
`;
  it("may leave it to its caller to store the scaler that comes back", async () => {
    expect(await said(train("model, scaler"))).toEqual(["hint"]);
    expect(await said(train("model, scaler", 'scaler = StandardScaler()\nX = scaler.fit_transform(table[["age", "dose"]])'))).toEqual(["hint"]);
  });
  it("loses one that does not", async () => {
    expect(await said(train("model"))).toEqual(["warning"]);
    expect(await said(train("model, X"))).toEqual(["warning"]);
    expect(await said(train("model", 'scaler = StandardScaler()\nX = scaler.fit_transform(table[["age", "dose"]])'))).toEqual(["warning"]);
  });
});

describe("a function that nothing calls", () => {
  const program = (last: string): string => `${head}def store(model, X, y):
    joblib.dump(model.fit(X, y), "model.joblib")

def try_out():
    table = pd.read_csv("stays.csv")
    X = StandardScaler().fit_transform(table[["age", "dose"]])
    store(Ridge(), X, table["days"])

${last}`;
  it("stores nothing where its call is commented out", async () => {
    expect(await said(program("# if __name__ == '__main__':\n#     try_out()\n"))).toEqual(["hint"]);
  });
  it("may be called by another program where nothing says so", async () => {
    expect(await said(program(""))).toEqual(["warning"]);
    expect(await said(program("# try_out() takes a minute\ntry_out()\n"))).toEqual(["warning"]);
  });
});
