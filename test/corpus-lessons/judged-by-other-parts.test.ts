/** HLD201 and HLD203: models that another part may have chosen; a validation file whose test part is elsewhere; numbers that stood before a sweep. */
import { describe, expect, it } from "vitest";
import { check, places } from "../helpers/check.js";

const found = async (...cells: string[]): Promise<string[]> =>
  (await check(cells)).findings.filter((f) => /HLD20[13]/.test(f.code) && f.severity !== "hint").map((f) => f.code);
const said = async (...cells: string[]): Promise<string[]> =>
  places((await check(cells)).findings, cells)
    .map((p) => p.slice(0, 6))
    .filter((p) => /HLD20[13]/.test(p));
const head = `import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.linear_model import Lasso, Ridge
from sklearn.metrics import mean_absolute_error, f1_score, recall_score
from sklearn.model_selection import train_test_split
df = pd.read_csv("orchards.csv")
X, y = df.drop(columns="yield_t"), df["yield_t"]
`;
const three = `${head}X_rest, X_test, y_rest, y_test = train_test_split(X, y, random_state=0)
X_train, X_val, y_train, y_val = train_test_split(X_rest, y_rest, random_state=0)
`;
const fits = `lasso = Lasso().fit(X_train, y_train)
forest = RandomForestRegressor().fit(X_train, y_train)
`;
const score = (model: string, part: string): string => `mean_absolute_error(y_${part}, ${model}.predict(X_${part}))`;
const both = (part: string): string => `{"lasso": ${score("lasso", part)}, "forest": ${score("forest", part)}}`;

describe("models that are scored on two held-out parts", () => {
  it("may be chosen by the one, which then is seen or not", async () => {
    expect(
      await said(
        `${three}${fits}val_errors = ${both("val")}\ntest_errors = ${both("test")}\nbest = min(val_errors, key=val_errors.get)\nprint(test_errors[best])\n`,
      ),
    ).toEqual([]);
    const shown = `${three}${fits}print(${both("val")})\nprint(${both("test")})\n`;
    expect(await said(shown)).toEqual(["HLD203"]);
    expect(await found(shown)).toEqual([]);
  });
  it("are compared on the test part where the other score is one of training rows, or of one model alone", async () => {
    expect(await found(`${three}${fits}print(${both("train")})\nprint(${both("test")})\n`)).toEqual(["HLD203"]);
    expect(await found(`${three}${fits}print(${score("lasso", "val")})\nprint(${both("test")})\n`)).toEqual(["HLD203"]);
  });
  it("are compared on the test part where the other only chose each model's cut", async () => {
    const cut = (model: string): string => `values = []
for cut in [0.5, 1, 2]:
    values.append(f1_score(y_val > 1, ${model}.predict(X_val) > cut))
top = [0.5, 1, 2][int(np.argmax(values))]
print(f1_score(y_test > 1, ${model}.predict(X_test) > top))
`;
    expect(await found(`${three}${fits}${cut("lasso")}${cut("forest")}`)).toEqual(["HLD203"]);
  });
  const tuned = (last: string): string => `${head}import sys
if len(sys.argv) > 1:
    df = df.drop_duplicates()
X_train, X_test, y_train, y_test = train_test_split(df.drop(columns="yield_t"), df["yield_t"], random_state=0)

def tuned(make, alphas, rows, labels):
    a, X_val, c, y_val = train_test_split(rows, labels, random_state=1)
    val_errors = {}
    for alpha in alphas:
        val_errors[alpha] = mean_absolute_error(y_val, make(alpha).fit(a, c).predict(X_val))
    return min(val_errors, key=val_errors.get)

grids = {"ridge": [0.1, 1], "forest": [50, 100]}

def made(name, value):
    return Ridge(alpha=value) if name == "ridge" else RandomForestRegressor(n_estimators=value)

best = {}
for name, values in grids.items():
    best[name] = tuned(lambda value: made(name, value), values, X_train, y_train)
${last}`;
  it("one cut inside of a helper, before the test part judges", async () => {
    const judged = tuned(`for name, value in best.items():
    print(mean_absolute_error(y_test, made(name, value).fit(X_train, y_train).predict(X_test)))
`);
    expect((await found(judged)).filter((c) => c === "HLD203")).toEqual([]);
  });
});

describe("a validation part that is only read", () => {
  const files = (name: string): string => `${head.split("df = ")[0]}train = pd.read_parquet("parts/train.parquet")
held = pd.read_parquet("parts/${name}.parquet")
for model in [Lasso(), RandomForestRegressor()]:
    model.fit(train.drop(columns="yield_t"), train["yield_t"])
    print(mean_absolute_error(held["yield_t"], model.predict(held.drop(columns="yield_t"))))
`;
  it("may have its test part elsewhere", async () => {
    expect(await found(files("val"))).toEqual([]);
    expect(await said(files("val"))).toEqual(["HLD203"]);
  });
  it("unless it is the test part, or was cut here from all rows", async () => {
    expect(await found(files("test"))).toEqual(["HLD203"]);
    expect(await found(`${head}X_train, X_val, y_train, y_val = train_test_split(X, y, random_state=0)\n${fits}print(${both("val")})\n`)).toEqual(["HLD203"]);
  });
});

describe("a metric of one's own", () => {
  const swept = (part: string): string => `${head}X_train, X_${part}, y_train, y_${part} = train_test_split(X, y, random_state=0)

def off(truth, guess):
    return np.mean(np.abs(truth - guess))

errors = []
for alpha in [0.1, 1, 10]:
    errors.append(off(y_${part}, Lasso(alpha=alpha).fit(X_train, y_train).predict(X_${part})))
best = [0.1, 1, 10][int(np.argmin(errors))]
final = Lasso(alpha=best).fit(X_train, y_train)
print(off(y_${part}, final.predict(X_${part})))
X_test = np.load("other_orchards.npy")
print(off(np.load("their_yields.npy"), X_test @ final.coef_ + final.intercept_))
`;
  it("does not hide the name of a validation part from its caller", async () => {
    expect(await found(swept("val"))).toEqual([]);
    expect(await found(swept("b"))).toEqual(["HLD201"]);
  });
});

describe("cuts of one model's decisions that are only drawn", () => {
  const page = (before: string, words: string, after: string): string => `${head.replace("RandomForestRegressor", "RandomForestClassifier")}
X_train, X_test, y_train, y_test = train_test_split(X, y > 2, random_state=0)
model = RandomForestClassifier().fit(X_train, y_train)
${before}

def curve(truth, chances):
    return [recall_score(truth, chances >= cut) for cut in np.linspace(0.1, 0.9, 9)]

def page():
    values = curve(y_test, model.predict_proba(X_test)[:, 1])
    plot(values, "${words}")
${after}
def other_page(table):
    return table.sort_values("drift").head(3)

page()
`;
  it("are told of by a number that stood before them, and by nothing else", async () => {
    expect(await found(page("new = model.predict_proba(X_test)[:, 1] >= 0.12", "Optimal: 0.12", ""))).toEqual([]);
  });
  it("are chosen from where the number comes after them, or the best is picked", async () => {
    expect(await found(page("", "Optimal: 0.12", ""))).toEqual(["HLD201"]);
    expect(await found(page("", "", "    print(np.argmax(values))\n"))).toEqual(["HLD201"]);
    const kept = "    for cut, value in enumerate(values):\n        if value > top:\n            top, at = value, cut\n    print(at)\n";
    expect(await found(page("", "", kept))).toEqual(["HLD201"]);
  });
});
