/** Functions that split what they are handed: what learns before their call moves below it, or the rows are drawn again in the words of the calls. */
import { describe, expect, it } from "vitest";
import { fixedText, withheld } from "./offers.js";

const head = `import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler
`;
const text = (body: string, parts = "X_train, X_test, y_train, y_test", more = ""): string => `${head}
def split(X, y, size=0.2):
${body}

df = pd.read_csv("plants.csv")
X, y = df[["leaf", "stem"]], df["wilted"]
X = StandardScaler().fit_transform(X)
${parts} = split(X, y)
${more}print(KNeighborsClassifier().fit(X_train, y_train).score(X_test, y_test))
`;
const moved = (parts: string): string =>
  `X, y = df[["leaf", "stem"]], df["wilted"]\n${parts} = split(X, y)\nscaler = StandardScaler()\nX_train = scaler.fit_transform(X_train)\nX_test = scaler.transform(X_test)\n`;

describe("the call of a function that splits", () => {
  it("comes before what learns, seeded or not", async () => {
    const direct = text("    return train_test_split(X, y, test_size=size)");
    expect(await fixedText(direct, "HLD101")).toContain(moved("X_train, X_test, y_train, y_test"));
  });

  it("gives the parts in an order of its own", async () => {
    const own = "    a, b, c, d = train_test_split(X, y, test_size=size, random_state=1, stratify=y)\n    print(len(a), len(b))\n    return a, c, b, d";
    expect(await fixedText(text(own, "X_train, y_train, X_test, y_test"), "HLD101")).toContain(moved("X_train, y_train, X_test, y_test"));
  });

  it("is no split where the function changes a part: what learns goes into the function", async () => {
    const cut = "    a, b, c, d = train_test_split(X, y)\n";
    const rest = "    b = b[:20]\n    d = d[:20]\n    return a, b, c, d";
    const fixed = await fixedText(text(`${cut}${rest}`), "HLD101");
    expect(fixed).toContain(`${cut}    scaler = StandardScaler()\n    a = scaler.fit_transform(a)\n    b = scaler.transform(b)\n${rest}\n`);
    expect(fixed).toContain('X, y = df[["leaf", "stem"]], df["wilted"]\nX_train, X_test, y_train, y_test = split(X, y)\n');
  });

  it.each([
    ["it splits something else", "    X = X[:, :1]\n    return train_test_split(X, y)"],
    ["it gives back more", "    a, b, c, d = train_test_split(X, y)\n    print(len(a))\n    return a, b, c, d, X", "X_train, X_test, y_train, y_test, X"],
  ])("is no split where %s", async (_, body, parts = "X_train, X_test, y_train, y_test") => {
    await withheld(text(body, parts), "HLD101");
  });

  it("is no split where it is called twice", async () => {
    await withheld(text("    return train_test_split(X, y)", undefined, "print(split(X, y)[0][:2])\n"), "HLD101");
  });
});

describe("a function that is handed the same by all of its calls", () => {
  const judged = (calls: string, learns = 'df["leaf"] = df["leaf"] - df["leaf"].mean()\n', strata = ", stratify=y"): string => `${head}
def judged(model, X, y, size):
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=size, random_state=4${strata})
    return model.fit(X_train, y_train).score(X_test, y_test)

df = pd.read_csv("plants.csv")
${learns}X = df[["leaf", "stem"]]
y = df["wilted"]
${calls}`;
  const twice = "print(judged(KNeighborsClassifier(), X, y, 0.3))\nprint(judged(KNeighborsClassifier(9), X, y, size=0.3))\n";
  const again = "# the rows that the split draws with this seed\n";

  it("has its rows drawn once more, with what they hand over", async () => {
    const fixed = await fixedText(judged(twice).replace("=size", "=0.3"), "HLD101");
    const drawn = 'train_rows = train_test_split(np.arange(len(df)), test_size=0.3, random_state=4, stratify=df["wilted"])[0]';
    expect(fixed).toContain(`${drawn}  ${again}df["leaf"] = df["leaf"] - df["leaf"].iloc[train_rows].mean()\n`);
  });

  it("has them drawn above a loop, whatever a round asks first", async () => {
    const loop = 'for name in ["leaf", "stem"]:\n    if df[name].min() > 0:\n        df[name] = df[name] - df[name].mean()\n';
    const fixed = await fixedText(judged(twice, loop, ""), "HLD101");
    expect(fixed).toContain(`test_size=0.3, random_state=4)[0]  ${again}for name in`);
    expect(fixed).toContain("        df[name] = df[name] - df[name].iloc[train_rows].mean()\n");
  });

  it.each([
    ["sizes", "print(judged(KNeighborsClassifier(), X, y, 0.3))\nprint(judged(KNeighborsClassifier(), X, y, 0.2))\n"],
    ["labels", 'print(judged(KNeighborsClassifier(), X, y, 0.3))\ny = df["kind"]\nprint(judged(KNeighborsClassifier(), X, y, 0.3))\n'],
    [
      "labels in a loop",
      'for c in ["wilted", "kind"]:\n    print(judged(KNeighborsClassifier(), X, y, 0.3))\n    y = df[c]\nprint(judged(KNeighborsClassifier(), X, y, 0.3))\n',
    ],
  ])("draws others with other %s", async (_, calls) => {
    await withheld(judged(calls), "HLD101");
  });
});
