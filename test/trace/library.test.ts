/** Looking knowledge up: paths, names, signatures. */
import { describe, expect, it } from "vitest";
import { shippedLibrary } from "../../server/src/knowledge.js";
import type { CallableRow } from "../../server/src/trace/knowledge.js";
import { effectsOf, signature } from "../../server/src/trace/library.js";
import { reveal } from "./reveal.js";

const library = shippedLibrary();

describe("signatures", () => {
  it("are read with kinds and literal defaults", () => {
    expect(signature("(X, y=None, *, axis=0, name='a, b', ratio=-1.5e-3, flag=True, other=np.nan, **kw)")).toEqual([
      { name: "X", kind: "plain", literal: undefined },
      { name: "y", kind: "plain", literal: null },
      { name: "axis", kind: "kwonly", literal: 0 },
      { name: "name", kind: "kwonly", literal: "a, b" },
      { name: "ratio", kind: "kwonly", literal: -0.0015 },
      { name: "flag", kind: "kwonly", literal: true },
      { name: "other", kind: "kwonly", literal: undefined },
      { name: "kw", kind: "starstar", literal: undefined },
    ]);
  });

  it("leave self and the slash out, and know what stands after *args", () => {
    expect(signature("(self, a, /, b=(1, 2), *args, c)").map((p) => `${p.kind} ${p.name}`)).toEqual(["plain a", "plain b", "star args", "kwonly c"]);
  });
});

describe("paths", () => {
  it.each([
    ["sklearn.preprocessing.StandardScaler", "class"],
    ["sklearn.preprocessing._data.StandardScaler", "class"],
    ["sklearn.model_selection.train_test_split", "function"],
    ["sklearn.cross_validation.train_test_split", "function"],
    ["sklearn.preprocessing.Imputer", "class"],
    ["sklearn.grid_search.GridSearchCV", "class"],
    ["tensorflow.keras.callbacks.EarlyStopping", "class"],
    ["pandas.read_csv", "function"],
    ["sklearn.model_selection", "module"],
    ["sklearn.preprocessing.nothing", "unknown"],
    ["somebody.elses.StandardScaler", "unknown"],
  ])("%s is a %s", (path, what) => expect(library.find(path).what).toBe(what));

  it("are found for names that only one library has, and for conventional ones", () => {
    expect(library.unique("StandardScaler")).toMatch(/\.StandardScaler$/);
    expect(library.unique("train_test_split")).toMatch(/^sklearn\./);
    expect(library.unique("fit")).toBeNull();
    expect(library.convention("pd")).toBe("pandas");
    expect(library.convention("np")).toBe("numpy");
    expect(library.convention("df")).toBeNull();
  });

  it("export what import * binds", () => {
    expect(library.exports("sklearn.metrics")).toContain("accuracy_score");
  });
});

it("reads what a row does as a list of effects", () => {
  expect(effectsOf({})).toEqual([{ op: "opaque" }]);
  expect(effectsOf({ does: "copy" })).toEqual([{ op: "copy" }]);
  expect(effectsOf({ does: [{ op: "sort" }, "copy"] } as CallableRow)).toEqual([{ op: "sort" }, { op: "copy" }]);
});

describe("arguments", () => {
  it.each([
    ["by position", "train_test_split(X, y)"],
    ["with settings between", "train_test_split(X, y, test_size=0.2, random_state=1)"],
    ["with settings first", "train_test_split(X, y, *[], **{})"],
  ])("bind %s", async (_, call) => {
    const b = await reveal(`import pandas as pd
from sklearn.model_selection import train_test_split
df = pd.read_csv("a.csv")
X, y = df.drop(columns="y"), df["y"]
A, B, a, b = ${call}
A, B, a, b`);
    expect([b.relation("A", "B"), b.relation("A", "a"), b.relation("B", "b")]).toEqual(["disjoint", "same", "same"]);
  });

  it.each([
    ["frame.mean(axis=1)", []],
    ["frame.mean(1)", []],
    ["frame.mean(axis='columns')", []],
    ["frame.mean(axis=0)", ["mean"]],
    ["frame.mean()", ["mean"]],
    ["pd.cut(frame['a'], [0, 1, 2])", []],
    ["pd.cut(frame['a'], bins=[0, 1, 2])", []],
    ["pd.cut(frame['a'], 3)", ["cut"]],
    ["pd.cut(frame['a'], bins=3)", ["cut"]],
    ["pd.cut(bins=3, x=frame['a'])", ["cut"]],
  ])("decide what is learned: %s", async (expression, learned) => {
    const b = await reveal(`import pandas as pd
frame = pd.read_csv("a.csv")
out = ${expression}
out`);
    expect(b.learned("out")).toEqual(learned);
  });
});
