/** A split stratified by a column that is taken by its number, of a table whose columns were written down: it is said by its name where rows are drawn. */
import { describe, expect, it } from "vitest";
import { fixedText, withheld } from "./offers.js";

const text = ({ picks = '["kind", "leaf", "soil"]', between = "", column = "0", above = "" } = {}): string => `import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
beds, others = pd.read_csv("beds.csv"), pd.read_csv("others.csv")
df = pd.concat([beds, others], ignore_index=True)
df["leaf"] = df["leaf"].fillna(df["leaf"].mean())
${above}df = df[${picks}]
df = pd.get_dummies(df, columns=["soil"])
${between}beds = df[: len(beds)]
X, y = beds.iloc[:, 1:], beds.iloc[:, ${column}]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=4, stratify=y)
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
`;
const drawn = (name: string): string => `train_rows, test_rows = train_test_split(np.arange(len(beds)), random_state=4, stratify=beds["${name}"])
df["leaf"] = df["leaf"].fillna(df["leaf"].iloc[train_rows].mean())
`;
const refused = /`stratify=y` is not there yet/;

describe("a column by its number", () => {
  it("is the one that the list of columns has there, those that are encoded left out", async () => {
    expect(await fixedText(text(), "HLD101")).toContain(drawn("kind"));
    expect(await fixedText(text({ picks: "columns" }).replace("df = df[", 'columns = ["soil", "kind", "leaf"]\ndf = df['), "HLD101")).toContain(drawn("kind"));
  });

  it("has no name where the columns are not written down, or are moved on the way", async () => {
    expect((await withheld(text({ picks: "[c for c in df.columns if c != 'id']" }), "HLD101")).join()).toMatch(refused);
    expect((await withheld(text({ between: 'df.insert(0, "wet", df["leaf"] > 3)\n' }), "HLD101")).join()).toMatch(refused);
    expect((await withheld(text({ column: "-1" }), "HLD101")).join()).toMatch(refused);
    expect((await withheld(text().replace(', columns=["soil"]', ""), "HLD101")).join()).toMatch(refused);
    expect((await withheld(text({ column: "7" }), "HLD101")).join()).toMatch(refused);
  });

  it("is another one above where something writes into it", async () => {
    expect((await withheld(text({ above: 'df["kind"] = df["kind"].fillna(2)\n' }), "HLD101")).join()).toMatch(refused);
    expect((await withheld(text({ above: 'df["kind"].replace({3: 2}, inplace=True)\n' }), "HLD101")).join()).toMatch(refused);
  });
});
