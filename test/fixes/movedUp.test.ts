/** Counts and draws that say which rows are kept for training stand below what learns: they move above it, which then learns from those rows. */
import { describe, expect, it } from "vitest";
import { fixedText, reasons } from "./offers.js";

const head = `import numpy as np
import pandas as pd
from sklearn.linear_model import Ridge
from helpers import load, noise

x, y = pd.read_csv("seas.csv").to_numpy(), pd.read_csv("waves.csv").to_numpy()
`;
const learning = "mean = x.mean(axis=0)\ndeviation = x.std(axis=0)\n";
const scaling = "x = (x - mean) / deviation\n";
const drawing = "order = np.random.permutation(len(x))\nn_train = int(0.8 * len(x))\n";
const parts = `x_train, x_test = x[order[:n_train]], x[order[n_train:]]
y_train, y_test = y[order[:n_train]], y[order[n_train:]]
print(Ridge().fit(x_train, y_train).score(x_test, y_test))
`;
const program = (change: { between?: string; drawing?: string; end?: string; learning?: string } = {}): string =>
  `${head}${change.learning ?? learning}${scaling}${change.between ?? ""}${change.drawing ?? drawing}${change.end ?? parts}`;
const fitted = "mean = x[order[:n_train]].mean(axis=0)\ndeviation = x[order[:n_train]].std(axis=0)\n";

describe("what says which rows are trained on", () => {
  it("moves above what is learned of them, all that is taken of the same rows with it", async () => {
    expect(await fixedText(program(), "HLD101")).toBe(`${head}${drawing}${fitted}${scaling}${parts}`);
  });

  it.each([
    ["a seed", "np.random.seed(4)\n", drawing],
    ["a shuffle", "", "order = np.arange(len(x))\nnp.random.shuffle(order)\nn_train = int(0.8 * len(x))\n"],
    ["its comment", "", `# four of five\n${drawing}\n`],
    ["a number of its own", "", drawing.replace("0.8", "share").replace("n_train", "share = 0.8  # four of five\nn_train")],
    ["a generator with a seed of its own", "noise(x)\n", drawing.replace("np.random.permutation", "np.random.default_rng(1).permutation")],
  ])("takes %s along", async (_, between, drawn) => {
    const own = between.startsWith("noise") ? between : "";
    const text = program({ between, drawing: drawn });
    const [moved, blank] = drawn.endsWith("\n\n") ? [drawn.slice(0, -1), "\n"] : [drawn, ""];
    const seed = between === own ? "" : between;
    expect(await fixedText(text, "HLD101")).toBe(`${head}${seed}${moved}${fitted}${scaling}${own}${blank}${parts}`);
  });

  it("counts the rows of the table that is learned from", async () => {
    const text = program({ learning: "scaled = (x - x.mean(axis=0)) / 2\n", drawing: "cut = int(len(scaled) * 0.8)\n", end: "" })
      .replace(scaling, "")
      .concat("print(Ridge().fit(scaled[:cut], y[:cut]).score(scaled[cut:], y[cut:]))\n");
    expect(await fixedText(text, "HLD101")).toContain("cut = int(len(x) * 0.8)\nscaled = (x - x[:cut].mean(axis=0)) / 2\n");
  });

  it("stands above a loop that learns column after column", async () => {
    const looped = 'for c in ["depth", "salt"]:\n    seas[c] = seas[c].fillna(seas[c].median())\n';
    const cut = "cut = int(len(seas) * 0.8)\n";
    const rest = "print(Ridge().fit(seas[:cut], y[:cut]).score(seas[cut:], y[cut:]))\n";
    const table = `${head}seas = pd.read_csv("seas.csv")\n`;
    expect(await fixedText(`${table}${looped}${cut}${rest}`, "HLD101")).toBe(
      `${table}${cut}${looped.replace("seas[c].median()", "seas[c][:cut].median()")}${rest}`,
    );
  });

  it.each([
    [
      "something else draws in between",
      { between: "jitter = np.random.rand(5)\n" },
      "`jitter = np.random.rand(5)` may draw at random, too: `order` would be drawn otherwise above it.",
    ],
    ["something unknown is called in between", { between: "noise(x)\n" }, "`noise(x)` may draw at random, too: `order` would be drawn otherwise above it."],
    ["the number is asked for", { drawing: drawing.replace("0.8", "float(input())") }, "`n_train` is not there yet where it is learned."],
    ["it goes by the values", { drawing: drawing.replace("0.8 * len(x)", "x[:, 0].sum()") }, "`n_train` is not there yet where it is learned."],
    ["the name means something else above", { between: "print(order)\n", learning: `order = 3\n${learning}` }, "`order` is another thing where it is learned."],
    ["numbers are put into it", { drawing: `${drawing}order[0] = 5\n` }, "`order` is not there yet where it is learned."],
    [
      "it has a value of several",
      { drawing: drawing.replace("n_train = int(0.8 * len(x))", "n_train, n_test = 80, 20") },
      "`n_train` is not there yet where it is learned.",
    ],
    [
      "a model is trained on all rows in the end",
      { end: `${parts}Ridge().fit(x, y).predict(load())\n` },
      "`Ridge` is trained on all of these rows, and would be prepared by fewer of them.",
    ],
  ])("stays where %s", async (_, change, reason) => {
    expect(await reasons(program(change), "HLD101")).toContain(reason);
  });
});
