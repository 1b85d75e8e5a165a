/** HLD112: what lists words and categories learns them from the training part, where it takes others. */
import { describe, expect, it } from "vitest";
import type { Selection } from "../../server/src/engine.types.js";
import { rules } from "../../server/src/rules/index.js";
import { documentOf, fixed, offersOf, textsOf } from "./offers.js";

const selection: Selection = {
  severity: (code) => rules.find((r) => r.code === code && (r.default || code === "HLD112"))?.severity ?? "off",
  minConfidence: "likely",
  suppressed: () => false,
};
const head = `import pandas as pd
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder, OneHotEncoder
df = pd.read_csv("a.csv")
y = df["y"]
`;
const behind = `X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
`;

describe("a vocabulary of all rows", () => {
  it.each([
    ["words = CountVectorizer()\nX = words.fit_transform(df['text'])\n", "X_train = words.fit_transform(X_train)\nX_test = words.transform(X_test)\n"],
    [
      "encoder = OneHotEncoder(handle_unknown='ignore')\nX = encoder.fit_transform(df[['a', 'b']])\n",
      "X_train = encoder.fit_transform(X_train)\nX_test = encoder.transform(X_test)\n",
    ],
  ])("becomes one of the training rows: %s", async (learned, parts) => {
    const [text] = textsOf(await fixed(documentOf([head + learned + behind]), "HLD112", { selection }));
    expect(text).toContain(`random_state=0)\n${parts}print(`);
  });

  it("is one that takes others where nothing was said of them", async () => {
    const learned = "encoder = OneHotEncoder()\nX = encoder.fit_transform(df[['a', 'b']])\n";
    const [text] = textsOf(await fixed(documentOf([head + learned + behind]), "HLD112", { selection }));
    expect(text).toContain('encoder = OneHotEncoder(handle_unknown="ignore")\n');
  });

  it.each([
    [
      "X = OneHotEncoder(handle_unknown='error').fit_transform(df[['a', 'b']])\n",
      "The OneHotEncoder is told to refuse categories that the training rows do not have.",
    ],
    ["X = pd.get_dummies(df[['a', 'b']])\n", "Nothing tells `get_dummies` what to do with categories that the training rows do not have."],
    [
      "df['a'] = LabelEncoder().fit_transform(df['a'])\nX = df[['a', 'b']]\n",
      "Nothing tells `LabelEncoder` what to do with categories that the training rows do not have.",
    ],
  ])("stays where others would be refused: %s", async (learned, reason) => {
    const { offers } = await offersOf(documentOf([head + learned + behind]), { selection });
    const own = offers.filter(({ finding }) => finding.code === "HLD112");
    expect(own.map(({ offer }) => offer.fix)).toEqual(own.map(() => null));
    expect(new Set(own.map(({ offer }) => offer.withheld))).toEqual(new Set([reason]));
  });
});
