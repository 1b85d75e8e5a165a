/** A transformer that is fitted to several tables, or by two methods of a class, is fitted to the training rows alone. */
import { describe, expect, it } from "vitest";
import { fixedText, titles, withheld } from "./offers.js";

const head = `import numpy as np
import pandas as pd
from sklearn.impute import KNNImputer, SimpleImputer
from sklearn.linear_model import Ridge
from sklearn.preprocessing import MinMaxScaler, StandardScaler, TargetEncoder
train, test, later = pd.read_csv("train.csv"), pd.read_csv("test.csv"), pd.read_csv("later.csv")
y = train.pop("level")
`;
const asked = "model = Ridge().fit(train, y)\nprint(model.predict(test), model.predict(later))\n";

describe("several tables", () => {
  const fit = "scaler = MinMaxScaler()\ntrain = scaler.fit_transform(train)\n";
  const further = "test = scaler.fit_transform(test)\nlater = scaler.fit_transform(later)\n";

  it.each(["", "scaler = MinMaxScaler()\n"])("are transformed together by the fit to the training rows: %s", async (made) => {
    const text = `${head}${fit}${made}${further}${asked}`;
    expect(await fixedText(text, "HLD111")).toContain(
      `${fit}${made ? "test = scaler.transform(test)\nlater = scaler.transform(later)\n" : "test = scaler.transform(test)\n"}`,
    );
    expect((await titles(text, "HLD111")).some((t) => t === "Use transform on the evaluation rows, in 2 places")).toBe(true);
  });

  it("are left alone where a model is trained on one of them", async () => {
    const text = `${head}${fit}later = scaler.fit_transform(later)\nother = Ridge().fit(later, np.zeros(len(later)))\ntest = scaler.fit_transform(test)\nmodel = Ridge().fit(train, y)\nprint(model.predict(test), other.predict(test))\n`;
    expect(await titles(text, "HLD111")).not.toContain("Use transform on the evaluation rows, in 2 places");
  });

  it("have the fit of their own kind of table", async () => {
    const text = `${head}train_gaps = train.isnull().any(axis=1).to_frame()
test_gaps = test.isnull().any(axis=1).to_frame()
codes = TargetEncoder()
train = codes.fit_transform(train, y)
test = codes.transform(test)
scaler = MinMaxScaler()
train = scaler.fit_transform(train)
test = scaler.transform(test)
train_gaps = scaler.fit_transform(train_gaps)
test_gaps = scaler.fit_transform(test_gaps)
model = Ridge().fit(np.hstack([train, train_gaps]), y)
print(model.predict(np.hstack([test, test_gaps])))
`;
    expect(await fixedText(text, "HLD111")).toContain("test_gaps = scaler.transform(test_gaps)\n");
  });
});

describe("gaps that were filled before", () => {
  const scaled = "scaler = StandardScaler()\ntrain = scaler.fit_transform(train)\ntest = scaler.fit_transform(test)\n";
  const one = asked.replace(", model.predict(later)", "");

  it("leave the rows on their scale, whatever they were filled by", async () => {
    const filled = "train = KNNImputer().fit_transform(train)\n";
    expect(await fixedText(`${head}${filled}${scaled}${one}`, "HLD111")).toContain("test = scaler.transform(test)\n");
  });

  it("are told from another scale", async () => {
    const other = "train = MinMaxScaler().fit_transform(train)\n";
    expect(await withheld(`${head}${other}${scaled}${one}`, "HLD111")).toContain(
      "The training rows went through MinMaxScaler before, and these rows did not: they would be put on another scale.",
    );
  });
});

describe("two methods of a class", () => {
  const made = "        scaler = StandardScaler()\n";
  const text = (first = "fit", second = made): string => `${head}
class Scaled:
    def ${first}(self, X, y):
        scaler = StandardScaler()
        X = scaler.fit_transform(X)
        self.model = Ridge().fit(X, y)

    def predict(self, X):
${second}        X = scaler.fit_transform(X)
        return self.model.predict(X)

scaled = Scaled()
scaled.${first}(train, y)
print(scaled.predict(test))
`;

  it("share what the first has fitted to the training rows", async () => {
    expect(await titles(text(), "HLD111")).toEqual(["Keep what was fitted to the training rows on the object"]);
    const now = await fixedText(text(), "HLD111");
    expect(now).toContain("        self.scaler = StandardScaler()\n        X = self.scaler.fit_transform(X)\n");
    expect(now).toContain("    def predict(self, X):\n        X = self.scaler.transform(X)\n");
  });

  it("take another attribute where the class has one of that name", async () => {
    expect(await fixedText(text().replace("        return self.model", "        print(self.scaler)\n        return self.model"), "HLD111")).toContain(
      "X = self.scaler_2.transform(X)",
    );
  });

  it.each([
    ["the second one makes another transformer", text("fit", made.replace("()", "(with_mean=False)"))],
    ["nobody knows which one is called first", text("prepare")],
    ["a condition makes it", text("fit", "        if len(X):\n            scaler = StandardScaler()\n")],
  ])("are left alone where %s", async (_why, program) => {
    expect(await titles(program, "HLD111")).toEqual([]);
  });
});
