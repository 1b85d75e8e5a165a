/** Equal splits of several tables of the same rows: the one that takes what was learned goes by the rows that are drawn, the others stay. */
import { describe, expect, it } from "vitest";
import { fixedText } from "./offers.js";

const cut = "X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=42)";
const text = (above: string, last: string, first = cut): string => `import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
df = pd.read_csv("letters.csv")
lengths = df[["words", "lines"]].values
${above}
y = df["kind"].values
X = lengths
${first}
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
X = weights
${last}
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
`;
const learns = 'weights = TfidfVectorizer().fit_transform(df["text"])';

describe("equal splits of two tables", () => {
  it("leave the one alone that does not take what was learned (HLD101)", async () => {
    const fixed = await fixedText(text(learns, cut), "HLD101");
    expect(fixed).toContain(`X = lengths\n${cut}\n`);
    expect(fixed).toContain("X = weights\nX_train, X_test, y_train, y_test = X[train_rows], X[test_rows], y[train_rows], y[test_rows]\n");
  });
});
