/** Functions, classes, branches, loops, modules and cells. */
import { describe, expect, it } from "vitest";
import type { FileSource } from "../../server/src/program/program.js";
import { reveal } from "./reveal.js";

const read = `import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
df = pd.read_csv("a.csv")
`;

describe("functions", () => {
  it.each<[string, string]>([
    ["called with the data", "def f(d):\n    return d - d.mean()\nout = f(df)"],
    ["with a keyword", "def f(*, d):\n    return d - d.mean()\nout = f(d=df)"],
    ["with a default", 'def f(d, how="mean"):\n    return d - d.mean() if how == "mean" else d\nout = f(df)'],
    ["as a lambda", "f = lambda d: d - d.mean()\nout = f(df)"],
    ["as a closure", "def make():\n    m = df.mean()\n    def f(d):\n        return d - m\n    return f\nout = make()(df)"],
    ["through pipe", "def f(d):\n    return d - d.mean()\nout = df.pipe(f)"],
    ["through partial", "from functools import partial\ndef f(k, d):\n    return d - d.mean()\nout = partial(f, 1)(df)"],
    ["through another function", "def f(d):\n    return d - d.mean()\ndef g(d):\n    return f(d)\nout = g(df)"],
    ["that changes a global", "def f():\n    global df\n    df = df - df.mean()\nf()\nout = df"],
    ["that changes its argument", 'def f(d):\n    d["a"] = d["a"] - d["a"].mean()\nf(df)\nout = df'],
    ["of a class", "class P:\n    def run(self, d):\n        return d - d.mean()\nout = P().run(df)"],
    ["of a parent class", "class P:\n    def run(self, d):\n        return d - d.mean()\nclass Q(P):\n    pass\nout = Q().run(df)"],
    [
      "that keeps it in an attribute",
      "class P:\n    def __init__(self, d):\n        self.m = d.mean()\n    def run(self, d):\n        return d - self.m\nout = P(df).run(df)",
    ],
    ["with a flag that is true", "def f(d, centre=False):\n    if centre:\n        d = d - d.mean()\n    return d\nout = f(df, centre=True)"],
  ])("%s", async (_, code) => {
    const b = await reveal(`${read}${code}\nout`);
    expect(b.learned("out")).toEqual(["mean"]);
  });

  it.each<[string, string]>([
    ["with a flag that is false", "def f(d, centre=False):\n    if centre:\n        d = d - d.mean()\n    return d\nout = f(df)"],
    ["with a default that chooses another way", 'def f(d, how="none"):\n    return d - d.mean() if how == "mean" else d\nout = f(df)'],
    ["behind a constant", "DEBUG = False\nout = df\nif DEBUG:\n    out = df - df.mean()"],
    ["never called on it", "def f(d):\n    return d - d.mean()\nout = df"],
  ])("that learn nothing: %s", async (_, code) => {
    const b = await reveal(`${read}${code}\nout`);
    expect(b.learned("out")).toEqual([]);
  });

  it("tells two calls of one function apart", async () => {
    const b = await reveal(`${read}def scaled(d):
    return StandardScaler().fit_transform(d)
A, B = train_test_split(df, random_state=0)
C = scaled(A)
D = scaled(B)
C, D`);
    expect(b.says("C")).toEqual(["train part of `a.csv`", "carries what `StandardScaler` learned from train part of `a.csv`"]);
    expect(b.says("D")).toEqual(["test part of `a.csv`", "carries what `StandardScaler` learned from test part of `a.csv`"]);
  });

  it("enters what nobody calls, and leaves the rest of the program as it was", async () => {
    const b = await reveal(`${read}def unused(path):
    global df
    df = pd.read_csv(path)
    df = df - df.mean()
out = df
out`);
    expect(b.learned("out")).toEqual([]);
  });

  it("ends with functions that call themselves", async () => {
    const b = await reveal(`${read}def f(d, n):
    return d if n == 0 else f(d - 1, n - 1)
out = f(df, 100)
out`);
    expect(b.gaveUp).toBe(false);
  });
});

describe("branches and loops", () => {
  it("join what the arms believe", async () => {
    const b = await reveal(`${read}import sys
out = df
if len(sys.argv) > 1:
    out = df - df.mean()
out`);
    expect(b.learned("out")).toEqual(["mean"]);
  });

  it("run the body of try", async () => {
    const b = await reveal(`${read}try:
    out = df - df.mean()
except ValueError:
    out = df
out`);
    expect(b.learned("out")).toEqual(["mean"]);
  });

  it("take __main__ for true", async () => {
    const b = await reveal(`${read}out = df
if __name__ == "__main__":
    out = df - df.mean()
out`);
    expect(b.learned("out")).toEqual(["mean"]);
  });

  it("unroll what is short", async () => {
    const b = await reveal(`${read}for name in ["a", "b"]:
    df[name] = df[name] - df[name].mean()
df`);
    expect([b.learned("df", "a"), b.learned("df", "b"), b.learned("df", "c")]).toEqual([["mean"], ["mean"], []]);
  });

  it("count exec among what is not followed", async () => {
    const b = await reveal(`${read}exec("df = 1")\ndf`);
    expect(b.notModelled).toContain("exec");
  });
});

describe("cells", () => {
  it("read a name before its definition from the cell that has it", async () => {
    const b = await reveal(`${read}# %%
out = later - later.mean()
out
# %%
later = df`);
    expect(b.learned("out")).toEqual(["mean"]);
    expect(b.says("out")[0]).toBe("all rows of `a.csv`");
  });

  it("read a name that they define anew as it was before", async () => {
    const b = await reveal(`${read}# %%
df = df.fillna(df.mean())
# %%
A, B = train_test_split(df)
A`);
    expect(b.says("A")).toEqual(["train part of `a.csv`", "carries what `mean` learned from all rows of `a.csv`"]);
  });

  it("that are broken cost their own statements only", async () => {
    const b = await reveal(`${read}# %%
out = df.drop(
# %%
B = df - df.mean()
B`);
    expect(b.learned("B")).toEqual(["mean"]);
  });
});

describe("files of one's own", () => {
  const files: FileSource = {
    resolve: (_, module) =>
      module === "helpers"
        ? {
            path: "/test/helpers.py",
            text: "from sklearn.preprocessing import StandardScaler\nWIDTH = 3\ndef scaled(d):\n    return StandardScaler().fit_transform(d)\n",
          }
        : null,
  };

  it.each([
    ["from helpers import scaled\nout = scaled(df)"],
    ["import helpers\nout = helpers.scaled(df)"],
    ["import helpers as h\nout = h.scaled(df)"],
    ["from helpers import *\nout = scaled(df)"],
  ])("%s", async (code) => {
    const b = await reveal(`${read}${code}\nout`, files);
    expect(b.learned("out")).toEqual(["StandardScaler"]);
  });
});

describe("directories", () => {
  const flow = `from keras.preprocessing.image import ImageDataGenerator
one = ImageDataGenerator(rescale=1/255., validation_split=0.2)
two = ImageDataGenerator(rescale=1/255., validation_split=0.2)
`;
  it("are sources by their paths", async () => {
    const b = await reveal(`${flow}A = one.flow_from_directory("images/train")
B = two.flow_from_directory("images/test")
A, B`);
    expect(b.relation("A", "B")).toBe("disjoint");
  });

  it("hold the folders in them", async () => {
    const b = await reveal(`${flow}A = one.flow_from_directory("images/")
B = two.flow_from_directory("images/test")
C = two.flow_from_directory("images2")
A, B, C`);
    expect([b.relation("A", "B"), b.relation("B", "A"), b.relation("A", "C")]).toEqual(["contains", "within", "disjoint"]);
  });

  it("are cut by validation_split and subset", async () => {
    const b = await reveal(`${flow}A = one.flow_from_directory("images", subset="training", seed=1)
B = one.flow_from_directory("images", subset="validation", seed=1)
A, B`);
    expect(b.relation("A", "B")).toBe("disjoint");
  });
});
