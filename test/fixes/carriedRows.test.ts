/** Resampled rows that go to the split in another form: the split moves above the resampling, and the training part goes the same way. */
import { describe, expect, it } from "vitest";
import { fixedText, withheld } from "./offers.js";

const text = (way: string, split = "X, y", resampled = "sampler.fit_resample(X, y)", head = ""): string => `import pandas as pd
from imblearn.over_sampling import SMOTE
from imblearn.under_sampling import RandomUnderSampler
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
${head}df = pd.read_csv("plants.csv")
X, y = df[["leaf", "stem"]], df["wilted"]
sampler = SMOTE(random_state=1)
X_more, y_more = ${resampled}
${way}X_train, X_test, y_train, y_test = train_test_split(${split}, random_state=4)
print(f1_score(y_test, LogisticRegression().fit(X_train, y_train).predict(X_test)))
`;
const cut = "X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=4, stratify=y)\nX_more, y_more = sampler.fit_resample(X_train, y_train)\n";

describe("resampled rows", () => {
  it.each([
    ["a table again", "X_more = pd.DataFrame(X_more, columns=list(X.columns))\n", "X_more, y_more"],
    [
      "a table with their labels",
      'more = pd.DataFrame(X_more, columns=X.columns)\nmore["wilted"] = y_more\nX = more.drop("wilted", axis=1)\ny = more["wilted"]\n',
      "X, y",
    ],
    ["copies", "a = X_more.copy()\nb = y_more.copy()\nprint(b.value_counts())\n", "a, b"],
    [
      "laid beside their labels",
      'more = pd.concat([pd.DataFrame(X_more, columns=X.columns), pd.Series(y_more, name="wilted")], axis=1)\n',
      'more.drop(columns=["wilted"]), more["wilted"]',
    ],
    ["resampled once more", "under = RandomUnderSampler(sampling_strategy=0.8)\nX_few, y_few = under.fit_resample(X_more, y_more)\n", "X_few, y_few"],
  ])("may be %s on the way", async (_, way, split) => {
    expect(await fixedText(text(way, split), "HLD105")).toContain(`${cut}${way}X_train, y_train = ${split}\n`);
  });

  it("may be scaled on the way, as the test part is then", async () => {
    const way = "scaler = StandardScaler()\nX_more = scaler.fit_transform(X_more)\n";
    expect(await fixedText(text(way, "X_more, y_more"), "HLD105")).toContain(
      `${cut}${way}X_train, y_train = X_more, y_more\nX_test = scaler.transform(X_test)\n`,
    );
  });

  it.each([
    [
      "those that a forest ranks first",
      'rank = pd.DataFrame({"feature": X.columns, "weight": forest.feature_importances_}).nlargest(1, "weight")\nX = X[rank["feature"].tolist()]\n',
    ],
    ["those of a list", 'kept = ["leaf"]\nX = X[kept]\n'],
    ["those that no list names", 'X = X.drop(columns=["stem"])\n'],
    ["those that a rule names", 'X = X[[c for c in X.columns if c != "stem"]]\n'],
  ])("may be left with some columns, as the test part is then: %s", async (_, picks) => {
    const way = `X, y = X_more.copy(), y_more\nforest = LogisticRegression().fit(X, y)\n${picks}`;
    expect(await fixedText(text(way, "X, y"), "HLD105")).toContain(`${cut}${way}X_train, y_train = X, y\nX_test = X_test[X_train.columns]\n`);
  });

  it("may be those of a training part that is split in turn", async () => {
    const own = text("", "X_more, y_more", "sampler.fit_resample(X_train, y_train)", "").replace(
      "sampler = ",
      "X_train, X_rest, y_train, y_rest = train_test_split(X, y, random_state=4)\nsampler = ",
    );
    const inner = own.replace(/X_train, X_test, y_train, y_test = /, "X_fit, X_test, y_fit, y_test = ").replace("fit(X_train, y_train)", "fit(X_fit, y_fit)");
    expect(await fixedText(inner, "HLD105")).toContain(
      "X_fit, X_test, y_fit, y_test = train_test_split(X_train, y_train, random_state=4, stratify=y_train)\nX_fit, y_fit = sampler.fit_resample(X_fit, y_fit)\n",
    );
  });

  it("may be split once more by the same seed", async () => {
    const way = 'more = pd.DataFrame(X_more, columns=X.columns)\nmore["wilted"] = y_more\n';
    const made = 'X = more.drop("wilted", axis=1)\ny = more["wilted"]\n';
    const again = `${made}X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=4)\nprint(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))\n`;
    const fixed = await fixedText(text(way + made, "X, y") + again, "HLD105");
    expect(fixed).toContain(`${cut}${way}${made}X_train, y_train = X, y\nprint(`);
    expect(fixed).toContain(`${made}X_train, y_train = X, y\nprint(LogisticRegression().fit`);
    for (const other of [again.replace("state=4", "state=5"), `X_test.dropna(inplace=True)\n${again}`])
      expect((await withheld(text(way + made, "X, y") + other, "HLD105")).join()).toContain("takes other data");
  });

  it("may be given back by a function", async () => {
    const fn = "def balanced(a, b):\n    sampler = SMOTE(random_state=1)\n    a_more, b_more = sampler.fit_resample(a, b)\n    return a_more, b_more\n\n";
    const own = text("print(len(X_more))\n", "X_more, y_more", "balanced(X, y)", fn).replace("sampler = SMOTE(random_state=1)\nX_more", "X_more");
    expect(await fixedText(own, "HLD105")).toContain(
      "stratify=y)\nX_more, y_more = balanced(X_train, y_train)\nprint(len(X_more))\nX_train, y_train = X_more, y_more\n",
    );
  });

  it.each([
    ["rows are taken out of them", "X_more = X_more[:50]\ny_more = y_more[:50]\n", "X_more, y_more"],
    ["rows are taken by a condition", 'X_more, y_more = X_more[X_more["leaf"] > 0], y_more[X_more["leaf"] > 0]\n', "X_more, y_more"],
    ["a column is made of them", 'X_more["sum"] = X_more["leaf"] + X_more["stem"]\n', "X_more, y_more"],
    [
      "a number of rows is told for a class",
      "under = RandomUnderSampler(sampling_strategy={0: 20})\nX_few, y_few = under.fit_resample(X_more, y_more)\n",
      "X_few, y_few",
    ],
    [
      "they are a table again, and the rows before were none",
      "X_more = pd.DataFrame(X_more, columns=X.columns)\n",
      "X_more, y_more",
      "sampler.fit_resample(X.values, y)",
    ],
  ])("keep their place where %s", async (_, way, split, resampled = "sampler.fit_resample(X, y)") => {
    expect((await withheld(text(way, split, resampled), "HLD105")).join()).toMatch(/changes on the way|takes other data/);
  });

  it("keep their place where they go on to something else behind the split", async () => {
    const way = "a = X_more.copy()\nb = y_more.copy()\n";
    const more = "print(a.shape)\nrest = LogisticRegression().fit(a, b)\nprint(rest)\n";
    expect((await withheld(text(way, "a, b") + more, "HLD105")).join()).toContain("takes other data");
  });
});
