/** Rows that are to be predicted stand behind those of the training file, which are split: their numbers are drawn, whatever their labels are. */
import { describe, expect, it } from "vitest";
import { fixedText, reasons } from "./offers.js";

const made = 'count = int(open("count.txt").read())\n';
const text = (cut: string, above = made, between = ""): string => `import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
known, unknown = pd.read_csv("known.csv"), pd.read_csv("unknown.csv")
${above}full = pd.concat([known, unknown])
full["leaf"] = full["leaf"].fillna(full["leaf"].median())
print(full["leaf"].max())
${between}X, y = ${cut}, full["kind"][:count]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
`;
const filled = 'full["leaf"] = full["leaf"].fillna(full["leaf"].iloc[train_rows].median())\n';

describe("the head of a longer table", () => {
  it.each([
    ["a number of rows", 'full[["leaf", "stem"]][:count]', "count"],
    ["all columns", "full.iloc[:count, :].copy()", "count"],
    ["a number that is written out", "full[0:200]", "200"],
    ["the length of the table that stands there", "full.iloc[: len(known)]", "len(known)"],
  ])("is drawn from, taken by %s", async (_, cut, count) => {
    const labels = `full["kind"][:${count}]`;
    expect(await fixedText(text(cut).replace('full["kind"][:count]', labels), "HLD101")).toContain(
      `train_rows, test_rows = train_test_split(np.arange(${count}), random_state=0)\n${filled}`,
    );
  });

  it("is found behind columns that were left out, and arrays of it", async () => {
    const cut = 'full[:count].drop("kind", axis=1)';
    const fixed = await fixedText(text(cut).replace("(X, y, random_state", "(X, y.to_numpy(), random_state"), "HLD101");
    expect(fixed).toContain(`train_rows, test_rows = train_test_split(np.arange(count), random_state=0)\n${filled}`);
    expect(fixed).toContain("X.iloc[train_rows], X.iloc[test_rows],\n    y.to_numpy()[train_rows], y.to_numpy()[test_rows],\n");
    expect(await reasons(text("full[:count].drop([3, 4])").replace('full["kind"][:count]', 'full["kind"][:count].drop([3, 4])'), "HLD101")).not.toEqual([]);
  });

  it("is what the split takes as it is: no number that is made further down, or another by then, nor rows of another order", async () => {
    const refused = "Several tables are laid end to end, and their labels are no names of rows.";
    expect(await reasons(text("full[:count]", "", made), "HLD101")).toContain(refused);
    expect(await reasons(text("full[:count]", made, "count += 1\n"), "HLD101")).toContain(refused);
    expect(await reasons(text("full[:-50]"), "HLD101")).toContain(refused);
    expect(await reasons(text("full[10:count]"), "HLD101")).toContain(refused);
    expect(await reasons(text("full[:count]", made, 'full = full.sort_values("stem")\n'), "HLD101")).not.toEqual([]);
  });
});
