/** A function that learns from a table of the module, which it is not handed: the rows are drawn above its calls, where it sees them. */
import { describe, expect, it } from "vitest";
import { fixedText, reasons } from "./offers.js";

const head = `import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
df = pd.read_csv("plants.csv")
`;
const split = `X, y = df[["leaf", "stem"]], df["kind"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=4)
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
`;

describe("a function that reads and binds a table of the module", () => {
  const text = `${head}def keep(column):
    global df
    low = df[column].quantile(0.05)
    df = df.loc[df[column] > low]
for name in ["leaf", "stem"]:
    keep(name)
${split}`;

  it("learns from the rows that are drawn above its calls, and is handed nothing", async () => {
    const after = await fixedText(text, "HLD101");
    expect(after).toContain("low = df.loc[df.index.isin(train_rows), column].quantile(0.05)\n");
    expect(after).toContain('train_rows, test_rows = train_test_split(df.index, random_state=4)\nfor name in ["leaf", "stem"]:\n    keep(name)\n');
  });
});

describe("labels that a split is stratified by", () => {
  const text = (other: string): string => `${head}df["leaf"] = df["leaf"].fillna(df["leaf"].median())
print(df["leaf"].max())
rest = df.copy()
${other}
part = rest[["leaf", "stem", "kind"]]
target = part["kind"]
X_train, X_test, y_train, y_test = train_test_split(part.drop(columns="kind"), target, random_state=4, stratify=target)
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
`;

  it("are the table's own column, whatever another table calls one of its", async () => {
    const drawn = 'train_rows, test_rows = train_test_split(np.arange(len(df)), random_state=4, stratify=df["kind"])\n';
    expect(await fixedText(text('shown = pd.DataFrame()\nshown["kind"] = [1, 2]'), "HLD101")).toContain(drawn);
    const changed = await reasons(text('rest["kind"] = (rest["kind"] > 1).map(int)'), "HLD101");
    expect(changed).toContain("`stratify=target` is not there yet where the rows are to be drawn.");
    const alias = await reasons(text('same = rest\nsame["kind"] = (same["kind"] > 1).map(int)'), "HLD101");
    expect(alias).toContain("`stratify=target` is not there yet where the rows are to be drawn.");
  });
});
