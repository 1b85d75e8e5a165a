/** What people who read offered fixes refused after the fifth review: held here by programs of our own. */
import { describe, expect, it } from "vitest";
import { fixedText, offered, reasons, titles, withheld } from "./offers.js";
import { head, scored, split, untilSplit } from "./plants.js";

describe("arguments that only a fit takes", () => {
  const again = (train: string, test: string): string => `${head}${split}scaler = StandardScaler()
X_train = scaler.fit_transform(${train})
X_test = scaler.fit_transform(${test})
${scored}`;

  it("go where the rows are only transformed", async () => {
    expect(await fixedText(again("X=X_train, y=None", "X=X_test, y=None"), "HLD111")).toContain("X_test = scaler.transform(X=X_test)\n");
    expect(await fixedText(again("X_train, y_train", "X_test, y_test"), "HLD111")).toContain("X_test = scaler.transform(X_test)\n");
    expect(await fixedText(again("X_train, y_train", "y=y_test, X=X_test"), "HLD111")).toContain("X_test = scaler.transform(X=X_test)\n");
    const lines = "\n    X_test,\n    y_test,\n    sample_weight=None,\n";
    expect(await fixedText(again("X_train, y_train", lines), "HLD111")).toContain("X_test = scaler.transform(\n    X_test,\n)\n");
  });

  it("go for transformers without a name too", async () => {
    const text = `${head}${split}X_train = StandardScaler().fit_transform(X_train, y_train)
X_test = StandardScaler().fit_transform(X_test, y_test)
${scored}`;
    const fixed = await fixedText(text, "HLD111");
    expect(fixed).toContain("X_train = standard_scaler.fit_transform(X_train, y_train)\n");
    expect(fixed).toContain("X_test = standard_scaler.transform(X_test)\n");
  });

  it("stay unknown where they are spread, and nothing is offered", async () => {
    const text = again("X_train", "X_test, **settings").replace("scaler = ", "settings = read_settings()\nscaler = ");
    expect((await offered(text, "HLD111")).filter(({ offer }) => offer.fix)).toEqual([]);
    expect(await reasons(text, "HLD111")).toContain("It does not show here which of these arguments transform takes too.");
  });
});

describe("the labels of a table's rows", () => {
  it("are picked by position without iloc", async () => {
    const text = `${head}X = StandardScaler().fit_transform(X)
print(X[:3])
X_train, X_test, y_train, y_test, rows_train, rows_test = train_test_split(X, y, df.index, random_state=4)
${scored}print(df.loc[rows_test])
`;
    const fixed = await fixedText(text, "HLD101");
    expect(fixed).toContain("df.index[train_rows], df.index[test_rows]");
    expect(fixed).not.toContain("index.iloc");
  });
});

describe("what a loop over settings keeps of the held-out rows", () => {
  const loop = (keep: string, later: string): string => `${head}${split}kept = ${keep.startsWith("kept[") ? "{}" : "[]"}
for c in [0.1, 1, 10]:
    model = LogisticRegression(C=c)
    model.fit(X_train, y_train)
    guess = model.predict(X_test)
    ${keep}
    print(c, model.score(X_test, y_test))
${later}best = LogisticRegression(C=1).fit(X_train, y_train)
print(best.score(X_test, y_test))
`;
  const later = "print(confusion(y_test, kept[1]))\n";

  it("is laid beside them later, so that the loop cannot get other rows", async () => {
    for (const keep of ["kept.append(guess)", "kept.append(model.predict(X_test))", "kept.append((c, guess))", "kept[c] = guess"]) {
      expect((await withheld(loop(keep, later), "HLD201"))[0]).toContain("`kept` keeps what is made of the held-out rows");
    }
  });

  it("is no hindrance where nobody reads it, or where it holds scores", async () => {
    expect(await fixedText(loop("kept.append(guess)", ""), "HLD201")).toContain("X_fit, X_valid, y_fit, y_valid = ");
    expect(await fixedText(loop("kept.append(model.score(X_test, y_test))", later), "HLD201")).toContain("kept.append(model.score(X_valid, y_valid))");
  });
});

describe("a threshold that is picked by predictions", () => {
  it("has half of the rows where the labels come from elsewhere, and could not be cut with the inputs", async () => {
    const text = `import joblib
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, precision_recall_curve
X_train = joblib.load("X_train.pkl")
X_test = joblib.load("X_test.pkl")
y_train = joblib.load("y_train.pkl")
y_test = joblib.load("y_test.pkl")
model = LogisticRegression()
model.fit(X_train, y_train)
chance = model.predict_proba(X_test)[:, 1]
precision, recall, thresholds = precision_recall_curve(y_test, chance)
best = thresholds[np.argmax(precision[:-1] * recall[:-1])]
print(f1_score(y_test, chance >= best))
`;
    expect(await titles(text, "HLD201")).toEqual(["Choose on half of the held-out rows, and score the other half"]);
  });
});

describe("a function that scores several models", () => {
  const text = (later: string): string => `${head}from sklearn.metrics import accuracy_score
from sklearn.neighbors import KNeighborsClassifier
from sklearn.tree import DecisionTreeClassifier
${split}
def run(model, X_train, y_train, X_test, y_test):
    model.fit(X_train, y_train)
    print(accuracy_score(y_test, model.predict(X_test)))

run(LogisticRegression(), X_train, y_train, X_test, y_test)
for k in [1, 3, 9]:
    model = KNeighborsClassifier(n_neighbors=k)
    run(model, X_train, y_train, X_test, y_test)
run(DecisionTreeClassifier(), X_train, y_train, X_test, y_test)
${later}`;

  it("keeps the one that is tuned beside the others", async () => {
    expect((await withheld(text(""), "HLD201"))[0]).toContain("it alone would have no such score to compare");
  });

  it("may score it on a validation part where it is scored on the test rows afterwards", async () => {
    const fixed = await fixedText(text("run(KNeighborsClassifier(n_neighbors=3), X_train, y_train, X_test, y_test)\n"), "HLD201");
    expect(fixed).toContain("    run(model, X_fit, y_fit, X_valid, y_valid)\n");
  });
});

describe("an import that has to stand higher up", () => {
  const cells = (imported: string): string => `import numpy as np
import pandas as pd
${untilSplit}${imported}
# %%
${split}# %%
${scored}`;

  it("moves, and is not there twice but for a cell that it would leave empty", async () => {
    const line = "from sklearn.model_selection import train_test_split";
    for (const [text, times] of [
      [`${line}\nprint(len(X))`, 1],
      [line, 2],
    ] as const) {
      const fixed = await fixedText(cells(text), "HLD101");
      expect(fixed.match(/import train_test_split/g)).toHaveLength(times);
      expect(fixed.indexOf("import train_test_split")).toBeLessThan(fixed.indexOf("train_rows"));
    }
  });

  it("leaves what is imported beside it", async () => {
    for (const names of ["train_test_split, KFold", "KFold, train_test_split", "(\n    KFold,\n    train_test_split,\n)"]) {
      const fixed = await fixedText(cells(`from sklearn.model_selection import ${names}`), "HLD101");
      expect(fixed.split("train_test_split")).toHaveLength(3);
      expect(fixed).toMatch(/from sklearn\.model_selection import \(?\s*KFold,?\s*\)?\n/);
    }
  });
});
