/** Functions that go through groups, drop some rows of each and lay the rest end to end: their limits come from the training rows. */
import { describe, expect, it } from "vitest";
import { fixedText, withheld } from "./offers.js";

const text = (gathers: string, more = ""): string => `import numpy as np
import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split
df = pd.read_csv("plants.csv").dropna()
def usual(table):
    out = pd.DataFrame()
    for bed, group in table.groupby("bed"):
        m = np.mean(group.leaf)
        s = np.std(group.leaf)
        kept = group[(group.leaf > m - s) & (group.leaf < m + s)]
        ${gathers}
    return out
few = usual(df)
${more}X = few.drop(["height", "bed"], axis=1)
y = few.height
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=4)
print(LinearRegression().fit(X_train, y_train).score(X_test, y_test))
`;
const numbered = "out = pd.concat([out, kept], ignore_index=True)";

describe("the rows of groups that are laid end to end", () => {
  it("keep their labels, by which the training rows are told", async () => {
    const fixed = await fixedText(text(numbered), "HLD101");
    expect(fixed).toContain("def usual(table, train_rows):\n");
    expect(fixed).toContain("        m = np.mean(group[group.index.isin(train_rows)].leaf)\n        s = np.std(group[group.index.isin(train_rows)].leaf)\n");
    expect(fixed).toContain("        out = pd.concat([out, kept])\n");
    expect(fixed).toContain("train_rows, test_rows = train_test_split(df.index, random_state=4)\nfew = usual(df, train_rows)\n");
    expect(fixed).toContain("X.loc[train_rows[train_rows.isin(X.index)]], X.loc[test_rows[test_rows.isin(X.index)]]");
  });

  it("are numbered anew where they are laid together in another way", async () => {
    const anew = "may number the others anew";
    expect((await withheld(text("out = pd.concat([kept, out], ignore_index=True)"), "HLD101")).join()).toContain("one line of statements");
    const again = await fixedText(text(numbered, "few = few.reset_index(drop=True)\n"), "HLD101");
    expect(again).toContain("few = few.reset_index(drop=True)\ntrain_rows, test_rows = few.index[train_rows], few.index[test_rows]\n");
    const once = `df["stem"] = df["stem"].fillna(df["stem"].mean())\nprint(df.isna().sum())\nfew = usual(df)\n`;
    const outside = text(numbered).replace("few = usual(df)\n", once).replaceAll("np.mean(group.leaf)", "3").replaceAll("np.std(group.leaf)", "1");
    expect(await fixedText(outside, "HLD101")).toContain("        out = pd.concat([out, kept])\n");
    expect((await withheld(`${outside}print(usual(df).loc[0])\n`, "HLD101")).join()).toContain(anew);
  });

  it("have one label each for what is learned of them further down", async () => {
    const below = `def plain(table):
    bad = np.array([])
    for bed, group in table.groupby("bed"):
        for kind, part in group.groupby("kind"):
            bad = np.append(bad, part[part.leaf < np.mean(part.leaf)].index.values)
    return table.drop(bad, axis="index")
few = plain(few)
`;
    const fixed = await fixedText(text(numbered, below).replaceAll("np.mean(group.leaf)", "3").replaceAll("np.std(group.leaf)", "1"), "HLD101");
    expect(fixed).toContain("part[part.leaf < np.mean(part[part.index.isin(train_rows)].leaf)]");
    expect(fixed).toContain("train_rows, test_rows = train_test_split(few.index, random_state=4)\nfew = plain(few, train_rows)\n");
  });
});
