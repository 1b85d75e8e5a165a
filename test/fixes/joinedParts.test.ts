/** Parts that are put together again, or tables that are laid end to end, where something is learned: the training rows alone are learned from. */
import { describe, expect, it } from "vitest";
import { fixedText, reasons, titles } from "./offers.js";
import { head, scored, split } from "./plants.js";

const apart = (learned: string): string => `${head}${split}scaler = StandardScaler()
${learned}
X_train = scaler.transform(X_train)
X_test = scaler.transform(X_test)
${scored}`;
const title = ["Learn StandardScaler from the training rows alone"];

describe("parts of a split that are put together again", () => {
  it.each([
    "scaler.fit(pd.concat([X_train, X_test]))",
    "scaler.fit(pd.concat((X_train, X_test), axis=0, ignore_index=True))",
    "scaler.fit(X_train.append(X_test))",
    "scaler.fit(np.concatenate([X_test, X_train]))",
  ])("leave the training part: %s", async (learned) => {
    expect(await titles(apart(learned), "HLD101")).toEqual(title);
    expect(await fixedText(apart(learned), "HLD101")).toContain("\nscaler.fit(X_train)\n");
  });

  it("stay together where they are transformed", async () => {
    const text = apart("both = scaler.fit_transform(pd.concat([X_train, X_test]))\nprint(both.max())");
    expect(await fixedText(text, "HLD101")).toContain("\nboth = scaler.fit(X_train).transform(pd.concat([X_train, X_test]))\n");
  });

  it("stay where a comment says so", async () => {
    const said = await reasons(apart("# fitted to both parts\nscaler.fit(pd.concat([X_train, X_test]))"), "HLD101");
    expect(said).toContain("`# fitted to both parts` would be said of the training rows alone.");
  });

  it("are no columns that stand side by side", async () => {
    expect(await titles(apart("scaler.fit(pd.concat([X_train, X_test], axis=1))"), "HLD101")).toEqual([]);
  });
});

describe("a second fit", () => {
  it("to the test part forgets the first one, and goes", async () => {
    const text = apart("scaler.fit(X_train)\nscaler.fit(X_test)");
    expect(await titles(text, "HLD101")).toEqual(title);
    expect(await fixedText(text, "HLD101")).toContain("scaler = StandardScaler()\nscaler.fit(X_train)\nX_train = scaler");
  });

  it("stays where another object was fitted first", async () => {
    const text = apart("other = StandardScaler()\nother.fit(X_train)\nscaler.fit(X_test)");
    for (const fix of await titles(text, "HLD101")) expect(fix).not.toBe(title[0]);
  });
});

describe("a file to be predicted that stands behind the one that is split", () => {
  const text = (joined: string, after = ""): string => `import numpy as np
import pandas as pd
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
known, unknown = pd.read_csv("known.csv"), pd.read_csv("unknown.csv")
words = TfidfVectorizer()
${joined}
X, y = words.transform(known["text"]), known["kind"]
${after}print(X.sum())
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=4)
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test), words.transform(unknown["text"]).sum())
`;

  it.each([
    'words.fit(pd.concat([known["text"], unknown["text"]]))',
    'words.fit(list(known["text"].values) + list(unknown["text"].values))',
    'words.fit(known["text"].tolist() + unknown["text"].tolist())',
  ])("is learned from no more: %s", async (joined) => {
    const after = await fixedText(text(joined), "HLD101");
    expect(after).toContain('train_rows, test_rows = train_test_split(np.arange(len(known)), random_state=4)\nwords.fit(known["text"].iloc[train_rows])\n');
  });

  it("must stand behind it, and what all of it was transformed to has more rows than the split", async () => {
    const refused = "The tables that are laid end to end are not followed to the split.";
    expect(await reasons(text('words.fit(pd.concat([unknown["text"], known["text"]]))'), "HLD101")).toContain(refused);
    const all = 'all_words = words.fit_transform(known["text"].tolist() + unknown["text"].tolist())';
    const found = await reasons(text(all, "parts = TruncatedSVD().fit(all_words)\nX = parts.transform(X)\n"), "HLD101");
    expect(found).toContain(refused);
  });
});
