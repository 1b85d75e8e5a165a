/** Windows of a series whose first ones are trained on: what learns reads the first rows of the series. */
import { describe, expect, it } from "vitest";
import { fixedText, titles, withheld } from "./offers.js";

const head = `import numpy as np
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler

series = pd.read_csv("river.csv")[["level", "rain"]].values
`;
const scaling = "scaler = MinMaxScaler()\nscaled = scaler.fit_transform(series)\n";
const gathering = `X, y = [], []
for i in range(12, len(scaled)):
    X.append(scaled[i - 12 : i, 0])
    y.append(scaled[i, 0])
X, y = np.array(X), np.array(y)
`;
const cutting = (number: string): string => `cut = ${number}
X_train, X_test = X[:cut], X[cut:]
y_train, y_test = y[:cut], y[cut:]
`;
const scoring = "print(Ridge().fit(X_train, y_train).score(X_test, y_test))\n";
const program = (change: { scaling?: string; gathering?: string; cutting?: string } = {}): string =>
  `${head}${change.scaling ?? scaling}${change.gathering ?? gathering}${change.cutting ?? cutting("int(len(X) * 0.8)")}${scoring}`;
const fitted = (count: string): string => `scaled = scaler.fit(series[:${count}]).transform(series)\n`;
const said = "  # the part that is trained on below\n";

describe("windows of a series", () => {
  it("that a loop gathers are learned from the same share of its rows", async () => {
    const text = program();
    expect(await fixedText(text, "HLD101")).toBe(
      text.replace("scaled = scaler.fit_transform(series)\n", `n_train = int(len(series) * 0.8)${said}${fitted("n_train")}`),
    );
  });

  it.each([
    [
      "by a function",
      "def windows(data, past):\n    X, y = [], []\n    for i in range(len(data)):\n        end = i + past\n        if end > len(data) - 1:\n            break\n        seq_x, seq_y = data[i:end, 0], data[end, 0]\n        X.append(seq_x)\n        y.append(seq_y)\n    return np.array(X), np.array(y)\n\nX, y = windows(scaled, 12)\n",
    ],
    ["and given another shape", `${gathering}X = X.reshape(X.shape[0], 12)\n`],
    [
      "as the columns beside",
      "def lagged(data, past=1):\n    df = pd.DataFrame(data)\n    cols = list()\n    for i in range(past, 0, -1):\n        cols.append(df.shift(i))\n    cols.append(df)\n    agg = pd.concat(cols, axis=1)\n    agg.dropna(inplace=True)\n    return agg\n\nframe = lagged(scaled, 3)\nX, y = frame.values[:, :-1], frame.values[:, -1]\n",
    ],
  ])("are followed where they are gathered %s", async (_, text) => {
    const changed = await fixedText(program({ gathering: text }), "HLD101");
    expect(changed).toContain(`n_train = int(len(series) * 0.8)${said}${fitted("n_train")}`);
    expect(changed.endsWith(text + cutting("int(len(X) * 0.8)") + scoring)).toBe(true);
  });

  it("are cut where a number says that can move up, with the comment that speaks of it", async () => {
    const text = program({ cutting: cutting("24 * 365").replace("cut =", "# a year of hours\ncut =").replace("X_train", "\nX_train") });
    expect(await fixedText(text, "HLD101")).toBe(
      text
        .replace("# a year of hours\ncut = 24 * 365\n", "")
        .replace("scaled = scaler.fit_transform(series)\n", `# a year of hours\ncut = 24 * 365\n${fitted("cut")}`),
    );
  });

  it("that a split keeps in their order are learned from the share that it leaves", async () => {
    const split = (options: string): string => `X_train, X_test, y_train, y_test = train_test_split(X, y, ${options})\n`;
    expect(await fixedText(program({ cutting: split("test_size=0.3, shuffle=False") }), "HLD101")).toContain(
      `n_train = int(len(series) * 0.7)${said}${fitted("n_train")}`,
    );
    expect(await fixedText(program({ cutting: split("shuffle=False, test_size=500") }), "HLD101")).toContain(`n_train = len(series) - 500${said}`);
    expect(await titles(program({ cutting: split("test_size=0.3, random_state=1") }), "HLD101")).toEqual([]);
  });

  it("and their labels are scaled by the same rows, whichever of the two is asked for", async () => {
    const two = `levels = MinMaxScaler()
rains = MinMaxScaler()
level = levels.fit_transform(series[:, :1])
scaled = rains.fit_transform(series)
`;
    const text = program({ scaling: two, gathering: gathering.replace("y.append(scaled[i, 0])", "y.append(level[i, 0])") });
    const alike = text
      .replace(
        "level = levels.fit_transform(series[:, :1])",
        `n_train = int(len(series) * 0.8)${said}level = levels.fit(series[:n_train, :1]).transform(series[:, :1])`,
      )
      .replace("scaled = rains.fit_transform(series)", "scaled = rains.fit(series[:n_train]).transform(series)");
    expect(await fixedText(text, "HLD101")).toBe(alike);
  });

  it("are followed where two scaled tables stand side by side, and not where they are laid end to end", async () => {
    const two = (axis: number): string => `levels = MinMaxScaler()
rains = MinMaxScaler()
level = levels.fit_transform(series[:, :1])
rain = rains.fit_transform(series[:, 1:])
scaled = np.concatenate([level, rain], axis=${axis})
`;
    const changed = await fixedText(program({ scaling: two(1) }), "HLD101");
    expect(changed).toContain("level = levels.fit(series[:n_train, :1]).transform(series[:, :1])\n");
    expect(changed).toContain("rain = rains.fit(series[:n_train, 1:]).transform(series[:, 1:])\n");
    expect(await titles(program({ scaling: two(0) }), "HLD101")).toEqual([]);
  });

  it("share the number that was taken for another scaler of these rows", async () => {
    const one = `n_train = int(len(series) * 0.8)
print(series[:n_train].mean())
scaler = MinMaxScaler()
scaled = scaler.fit_transform(series)
`;
    const text = program({ scaling: one });
    expect(await fixedText(text, "HLD101")).toBe(
      text.replace("scaled = scaler.fit_transform(series)", "scaled = scaler.fit(series[:n_train]).transform(series)"),
    );
  });

  it.each([
    ["the rows are shuffled on the way", { gathering: `np.random.shuffle(scaled)\n${gathering}` }],
    ["the windows are shuffled", { gathering: `${gathering}order = np.random.permutation(len(X))\nX, y = X[order], y[order]\n` }],
    ["the windows are drawn", { gathering: gathering.replace("range(12, len(scaled))", "np.random.choice(np.arange(12, len(scaled)), 500)") }],
    ["some windows are left out", { gathering: gathering.replace("    X.append", "    if scaled[i, 1] == 0:\n        continue\n    X.append") }],
    ["every twelfth row begins one", { gathering: gathering.replace("len(scaled))", "len(scaled), 12)") }],
    ["the rows are sorted", { gathering: `scaled = scaled[scaled[:, 0].argsort()]\n${gathering}` }],
    ["the last windows are trained on", { cutting: "cut = int(len(X) * 0.2)\nX_train, X_test = X[cut:], X[:cut]\ny_train, y_test = y[cut:], y[:cut]\n" }],
    ["the number is asked for", { cutting: cutting("int(input())") }],
    ["the number counts what is not there yet", { cutting: `most = len(y) // 2\n${cutting("most + 12")}` }],
  ])("are left alone where %s", async (_, change) => {
    expect(await withheld(program(change), "HLD101")).not.toEqual([]);
  });

  it("are followed within a method, whose own numbers are not there above them", async () => {
    const inner = `${scaling}${gathering}${cutting("int(len(X) * (1 - test_size))")}${scoring}`.replace(/^(?=.)/gm, "        ");
    const text = `${head}\n\nclass Trainer:\n    def train(self, series, test_size=0.2):\n${inner}\n\nTrainer().train(series)\n`;
    expect(await fixedText(text, "HLD101")).toContain(`        n_train = int(len(series) * (1 - test_size))${said}        ${fitted("n_train")}`);
  });
});
