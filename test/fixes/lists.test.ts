/** Rows that stand in lists, and tables that functions of the program give back: how the training rows of them are picked. */
import { describe, expect, it } from "vitest";
import { fixedText } from "./offers.js";
import { head } from "./plants.js";

const imports = `import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
`;
const scored = "print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))\n";

describe("words of texts in a list", () => {
  const text = (labels: string, split = "X, labels"): string => `${imports}texts = []
for line in open("letters.txt"):
    texts.append(line.strip())
labels = ${labels}
words = TfidfVectorizer()
words.fit(texts)
X = words.transform(texts)
print(X[:3])
X_train, X_test, y_train, y_test = train_test_split(${split}, test_size=0.2)
${scored}`;

  it("are learned from its training rows", async () => {
    const fixed = await fixedText(text("[1 if i < 100 else 0 for i in range(200)]"), "HLD101");
    expect(fixed).toContain("words.fit([texts[i] for i in train_rows])\nX = words.transform(texts)\n");
    expect(fixed).toContain("    X[train_rows], X[test_rows],\n    [labels[i] for i in train_rows], [labels[i] for i in test_rows],\n");
  });

  it("are learned so where the list is a column of a table", async () => {
    const column = text('letters["kind"].tolist()').replace(
      /texts = \[\]\n.*\n.*\n/,
      'letters = pd.read_csv("letters.csv")\ntexts = letters["text"].astype(str).tolist()\n',
    );
    expect(await fixedText(column, "HLD101")).toContain("words.fit([texts[i] for i in train_rows])\nX = words.transform(texts)\nprint(X[:3])\n");
  });

  it("have labels in an array or a table beside them", async () => {
    expect(await fixedText(text("np.array([1, 0] * 100)"), "HLD101")).toContain("labels[train_rows], labels[test_rows]");
    expect(await fixedText(text('pd.read_csv("labels.csv")["kind"].tolist()'), "HLD101")).toContain("[labels[i] for i in test_rows]");
  });

  it("are learned behind the split where it is not clear what their labels are", async () => {
    const fixed = await fixedText(text('open_labels("labels.bin")'), "HLD101");
    expect(fixed).toContain("train_test_split(texts, labels, test_size=0.2)\nX_train = words.fit_transform(X_train)\nX_test = words.transform(X_test)\n");
    expect(fixed).toContain("words.fit(texts)\nX = words.transform(texts)\nprint(X[:3])\n");
  });
});

describe("what a function of the program gives back", () => {
  const text = (back: string, targets: string): string => `${head}def loaded(path):
    table = pd.read_csv(path)
    values = table[["leaf", "stem"]].to_numpy()
    return ${back}
${targets} = loaded("plants.csv")
X = StandardScaler().fit_transform(measured)
print(X[:3])
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=4)
${scored}`;

  it("is a table or an array as it is made there", async () => {
    expect(await fixedText(text("table", "measured"), "HLD101")).toContain("StandardScaler().fit(measured.iloc[train_rows]).transform(measured)");
    expect(await fixedText(text("values, len(table)", "measured, count"), "HLD101")).toContain(
      "StandardScaler().fit(measured[train_rows]).transform(measured)",
    );
  });
});
