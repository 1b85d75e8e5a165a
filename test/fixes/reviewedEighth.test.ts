/** What people who read offered fixes refused after the seventh review: held here by programs of our own. */
import { describe, expect, it } from "vitest";
import { fixedText, titles, withheld } from "./offers.js";
import { head, scored, split, untilSplit } from "./plants.js";

const imported = "from sklearn.model_selection import train_test_split\n";

describe("an import that a fix needs higher up", () => {
  const cells = (alone: string, below: string): string =>
    `import numpy as np\nimport pandas as pd\n${untilSplit}${imported}${alone}# %%\n${split}${scored}# %%\n${below}`;

  it("stays with the sections that bring their own, and with those that still read it", async () => {
    const section = `${imported}from sklearn.metrics import r2_score\nother = pd.read_csv("other.csv")\na, b = train_test_split(other)\n`;
    for (const below of [section, 'other = pd.read_csv("other.csv")\na, b = train_test_split(other)\n']) {
      const fixed = await fixedText(cells("print(len(X))\n", below), "HLD101");
      expect(fixed).toContain(below);
      expect(fixed.match(/import train_test_split/g)).toHaveLength(2);
    }
  });

  it("takes the place of what is no longer read", async () => {
    const text = `${head.replace("StandardScaler", "scale")}X = scale(X)\n${split}${scored}`;
    const fixed = await fixedText(text, "HLD101");
    expect(fixed).toContain("from sklearn.preprocessing import StandardScaler\n");
    expect(fixed).not.toMatch(/\bscale\b/);
  });

  it("moves where nobody else reads it, unless that would empty a cell", async () => {
    expect((await fixedText(cells("print(len(X))\n", "print(1)\n"), "HLD101")).match(/import train_test_split/g)).toHaveLength(1);
    expect(await fixedText(cells("", "print(1)\n"), "HLD101")).toContain(`# %%\n${imported}# %%\n`);
  });
});

describe("a best estimator", () => {
  const text = (search: string): string => `from sklearn.model_selection import GridSearchCV
from sklearn.svm import SVC
${head}${split}scaler = StandardScaler()
X_train = scaler.fit_transform(X_train)
X_test = scaler.transform(X_test)
model = SVC()
${search}model.fit(X_train, y_train)
print(model.score(X_test, y_test))
`;

  it("of one branch is the model itself where it is fitted again below in the words of the other", async () => {
    const branch = `if len(X) > 9:
    search = GridSearchCV(model, {"C": [1, 10]}, cv=5)
    search.fit(X_train, y_train)
    model = search.best_estimator_
else:
    model = SVC(C=3)
`;
    const fixed = await fixedText(text(branch), "HLD102");
    expect(fixed).toContain('model = search.best_estimator_.named_steps["svc"]\nelse:\n');
    expect(fixed).toContain("search.fit(X_train_raw, y_train)");
    expect(fixed).toContain("model.fit(X_train, y_train)\nprint(model.score(X_test, y_test))");
  });

  it("is given what the Pipeline takes where it is the only one", async () => {
    const plain = 'search = GridSearchCV(model, {"C": [1, 10]}, cv=5)\nsearch.fit(X_train, y_train)\nmodel = search.best_estimator_\n';
    expect(await fixedText(text(plain), "HLD102")).toMatch(/make_pipeline\(scaler, model\)[\s\S]*model\.score\(X_test(?:_raw)?, y_test\)/);
  });
});

describe("models that are scored side by side on the rows that they were trained on", () => {
  const text = (second: string): string => `import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import GaussianNB
df = pd.read_csv("plants.csv")
X, y = df[["leaf", "stem"]], df["kind"]
# %%
one = GaussianNB()
two = LogisticRegression()
# %%
one.fit(X, y)
two.fit(X, y)
# %%
print(one.score(X, y))
# %%
${second}`;

  it("are scored on one part together, whichever is asked", async () => {
    const both = await titles(text("print(two.score(X, y))\n"), "HLD205");
    expect(both).toEqual(Array(2).fill("Score on rows held out of the training, those of the model beside it too"));
    expect(await fixedText(text("print(two.score(X, y))\n"), "HLD205")).toContain(`X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
one.fit(X_train, y_train)
two.fit(X_train, y_train)
# %%
print(one.score(X_train, y_train))
print("Test score:", one.score(X_test, y_test))
# %%
print(two.score(X_train, y_train))
print("Test score:", two.score(X_test, y_test))
`);
  });

  it("stay as they are where one of them needs its predictions of all rows", async () => {
    const second = 'df["said"] = two.predict(X)\nprint((df["said"] == y).mean(), two.score(X, y))\n';
    for (const why of await withheld(text(second), "HLD205")) expect(why).not.toBe("");
  });

  it("get names that the program has not, alike for inputs and labels", async () => {
    const later = `print(two.score(X, y))
# %%
other = pd.read_csv("other.csv")
X_train, X_test, y_train, y_test = train_test_split(other[["a"]], other["b"])
print(GaussianNB().fit(X_train, y_train).score(X_test, y_test))
`;
    expect(await fixedText(text(later), "HLD205")).toContain("X_tr, X_te, y_tr, y_te = train_test_split(X, y, random_state=0)\none.fit(X_tr, y_tr)\n");
  });

  it("are asked for the part that was transformed beside the training rows", async () => {
    const poly = `${head}${split}from sklearn.preprocessing import PolynomialFeatures
poly = PolynomialFeatures(2)
A = poly.fit_transform(X_train)
B = poly.transform(X_test)
model = LogisticRegression()
model.fit(A, y_train)
print(model.score(A, y_train))
print(model.predict(B)[:3])
`;
    expect(await fixedText(poly, "HLD205")).toContain('print(model.score(A, y_train))\nprint("Test score:", model.score(B, y_test))\n');
  });
});

describe("a model that is trained on all rows beside parts that were scaled", () => {
  const text = (scaling: string, later: string): string => `${head}${split}${scaling}model = LogisticRegression()
model.fit(X, y)
print(model.score(X_test, y_test))
${later}`;
  const scaling = "scaler = StandardScaler()\nX_train = scaler.fit_transform(X_train)\nX_test = scaler.transform(X_test)\n";

  it("stays so where the program goes on giving it the data as they are", async () => {
    const later = "def boundary(m, a, b):\n    print(m.predict(a)[:3], b[:3])\nboundary(model, X, y)\n";
    expect((await withheld(text(scaling, later), "HLD106"))[0]).toContain("`boundary(model, X, y)` gives the model `X` as it is.");
    expect(await fixedText(text("", later), "HLD106")).toContain("model.fit(X_train, y_train)\n");
  });

  it("is trained on the training part where that is all it sees", async () => {
    expect(await fixedText(text(scaling, ""), "HLD106")).toContain("model.fit(X_train, y_train)\n");
  });
});

describe("a table that is read anew under the same name", () => {
  it("is split as it was", async () => {
    const again = `!curl -o plants.csv https://example.org/other.csv
df = pd.read_csv("plants.csv")
X, y = df[["leaf", "stem"]], df["kind"]
${split}${scored}`;
    const fixed = await fixedText(`${head}# %%\nX = StandardScaler().fit_transform(X)\nprint(X[:3])\n# %%\n${split}${scored}# %%\n${again}`, "HLD101");
    expect(fixed).toContain("train_rows, test_rows = ");
    expect(fixed).toContain(again);
  });
});

describe("limits that are put together of several numbers", () => {
  const text = (low: string): string => `${head}spread = y.quantile(0.75) - y.quantile(0.25)
df = df.rename(columns={"kind": "size"})
reach = df["size"].quantile(0.75) - df["size"].quantile(0.25)
low = ${low}
high = df["leaf"].quantile(0.75) + 1.5 * reach
kept = df[(df["leaf"] > low) & (df["leaf"] < high)]
X, y = kept[["leaf", "stem"]], kept["size"]
${split}${scored}`;

  it("are learned from the training rows together, those of the labels too", async () => {
    const fixed = await fixedText(text('df["size"].quantile(0.25) - 1.5 * reach'), "HLD101");
    expect(fixed).toContain('reach = df["size"].loc[train_rows].quantile(0.75) - df["size"].loc[train_rows].quantile(0.25)\n');
    expect(fixed).toContain('low = df["size"].loc[train_rows].quantile(0.25) - 1.5 * reach\nhigh = df["leaf"].loc[train_rows].quantile(0.75) + 1.5 * reach\n');
    // What has no part in them stays.
    expect(fixed).toContain("spread = y.quantile(0.75) - y.quantile(0.25)\n");
  });
});

describe("two branches of a loop over columns", () => {
  it("learn from the training rows both", async () => {
    const text = `${head}for column in df.columns:
    if df[column].dtype == "object":
        df[column] = df[column].fillna(df[column].mode()[0])
    else:
        df[column] = df[column].fillna(df[column].median())
X, y = df[["leaf", "stem"]], df["kind"]
${split}${scored}`;
    const fixed = await fixedText(text, "HLD101");
    expect(fixed).toContain("fillna(df[column].iloc[train_rows].mode()[0])");
    expect(fixed).toContain("fillna(df[column].iloc[train_rows].median())");
  });
});

describe("a validation part", () => {
  const loop = `best = 0
for c in [0.1, 1, 10]:
    model = LogisticRegression(C=c)
    model.fit(X_train, y_train)
    score = model.score(X_test, y_test)
    if score > best:
        best = score
final = LogisticRegression(C=1).fit(X_train, y_train)
print(final.score(X_test, y_test))
`;

  it("that the program cut and never reads is the one to choose on", async () => {
    const cut = "X_train, X_dev, y_train, y_dev = train_test_split(X_train, y_train, random_state=4)\n";
    const fixed = await fixedText(`${head}${split}${cut}${loop}`, "HLD201");
    expect(fixed).toContain("    model.fit(X_train, y_train)\n    score = model.score(X_dev, y_dev)\n");
    expect(await fixedText(`${head}${split}${cut}print(len(X_dev))\n${loop}`, "HLD201")).toContain("X_fit, X_valid, y_fit, y_valid = ");
  });

  it("is cut above the comment that speaks of the loop", async () => {
    const fixed = await fixedText(`${head}${split}${loop.replace("for c", "# Try each strength\nfor c")}`, "HLD201");
    expect(fixed).toMatch(/= train_test_split\(X_train, y_train, .*\)\n# Try each strength\nfor c/);
  });
});

describe("lists of scores that each loop begins anew", () => {
  it("are called by one name in all of them", async () => {
    const loop = (kind: string): string => `depths = [1, 2, 3]
# Lists of train and test scores
train_scores = []
test_scores = []
for d in depths:
    model = ${kind}(max_depth=d)
    model.fit(X_train, y_train)
    train_scores.append(model.score(X_train, y_train))
    test_scores.append(model.score(X_test, y_test))
plt.plot(depths, test_scores)
plt.show()
`;
    const text = `import matplotlib.pyplot as plt
from sklearn.tree import DecisionTreeClassifier, ExtraTreeClassifier
${head}${split}# %%
${loop("DecisionTreeClassifier")}# %%
${loop("ExtraTreeClassifier")}# %%
final = DecisionTreeClassifier(max_depth=2).fit(X_train, y_train)
print(final.score(X_test, y_test))
`;
    const fixed = await fixedText(text, "HLD201");
    const anew = fixed.split("# %%\n").filter((cell) => cell.includes("X_valid"));
    expect(anew.length).toBeGreaterThan(0);
    for (const cell of anew) {
      expect(cell).not.toContain("test_scores");
      expect(cell).toContain("# Lists of train and validation scores\n");
      expect(cell.match(/valid_scores/g)).toHaveLength(3);
    }
  });
});
