/** What is sorted on the way to a split: rows, whose numbers are others then, or numbers of groups, which are none. */
import { describe, expect, it } from "vitest";
import { fixedText } from "./offers.js";

const text = (between: string): string => `import numpy as np
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split
df = pd.read_csv("beds.csv")
df["leaf"] = df["leaf"].fillna(df["leaf"].median())
${between}X, y = df[["leaf", "stem"]], df["height"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=4)
print(Ridge().fit(X_train, y_train).score(X_test, y_test))
`;

describe("a statement that sorts above a split", () => {
  it.each([
    'places = df.groupby("kind")["stem"].mean().sort_values().index\ndf["kind"] = df["kind"].map({k: i for i, k in enumerate(places)})\n',
    'for name in ["kind", "soil"]:\n    df[name] = df[name].where(df[name].isin(df[name].value_counts().nlargest(5).index), "other")\n',
  ])("sorts no rows in %j", async (between) => {
    const fixed = await fixedText(text(between), "HLD101");
    expect(fixed).toContain(
      'train_rows, test_rows = train_test_split(np.arange(len(df)), random_state=4)\ndf["leaf"] = df["leaf"].fillna(df["leaf"].iloc[train_rows].median())\n',
    );
  });

  it.each(['df = df.sort_values("stem")\n', 'df = df.groupby("kind").head(9).sort_values("stem")\n'])("sorts rows in %j", async (between) => {
    expect(await fixedText(text(between), "HLD101")).toContain("train_rows, test_rows = train_test_split(df.index, random_state=4)\n");
  });
});
