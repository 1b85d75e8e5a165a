/** Rows that were drawn by their labels are taken in the order in which they were drawn: folds behind may not shuffle them once more. */
import { describe, expect, it } from "vitest";
import { fixedText } from "./offers.js";

const text = (split: string, between = ""): string => `import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import cross_val_score, train_test_split
df = pd.read_csv("beds.csv").sort_values("bed")
df["leaf"] = df["leaf"].fillna(df["leaf"].mean())
df = df[df["stem"] > 3]
${between}${split}
print(cross_val_score(Ridge(), X_train, y_train, cv=5).mean())
print(Ridge().fit(X_train, y_train).score(X_test, y_test))
`;
const tables = 'X, y = df[["leaf", "stem"]], df["height"]\n';
const split = "X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=4)";

describe("rows that were drawn by their labels, of a table that has lost some since", () => {
  it("keep the order of the draw", async () => {
    expect(await fixedText(text(split, tables), "HLD101")).toContain(`X_train, X_test, y_train, y_test = (
    X.loc[train_rows[train_rows.isin(X.index)]], X.loc[test_rows[test_rows.isin(X.index)]],
    y.loc[train_rows[train_rows.isin(y.index)]], y.loc[test_rows[test_rows.isin(y.index)]],
)
`);
  });
  it("keep it where columns, or all but some, are split without a name", async () => {
    const columns = 'X_train, X_test, y_train, y_test = train_test_split(df[["leaf", "stem"]], df.height, random_state=4)';
    const there = (rows: string): string => `${rows}_rows[${rows}_rows.isin(df.index)]`;
    const fixed = await fixedText(text(columns), "HLD101");
    expect(fixed).toContain(`df.loc[${there("train")}, ["leaf", "stem"]]`);
    expect(fixed).toContain(`df.height.loc[${there("test")}]`);
    const dropped = columns.replace('df[["leaf", "stem"]]', 'df.drop("height", axis=1)');
    expect(await fixedText(text(dropped), "HLD101")).toContain(`df.drop("height", axis=1).loc[${there("train")}]`);
  });
  it("keep it where the values of a table are split", async () => {
    const values = split.replace("(X, y,", "(X, y.to_numpy(),");
    const there = (rows: string): string => `${rows}_rows[${rows}_rows.isin(y.index)]`;
    const fixed = await fixedText(text(values, tables), "HLD101");
    expect(fixed).toContain("X.loc[train_rows[train_rows.isin(X.index)]]");
    expect(fixed).toContain(`y.loc[${there("train")}].to_numpy(), y.loc[${there("test")}].to_numpy()`);
  });
  it("are found by their places where an array is split beside its table", async () => {
    const beside = 'X = df[["leaf", "stem"]]\ny = LabelEncoder().fit_transform(df["kind"])\n';
    const fixed = await fixedText(text(split, beside).replace("import pandas", "from sklearn.preprocessing import LabelEncoder\nimport pandas"), "HLD101");
    expect(fixed).toContain(`train_places = X.index.get_indexer(train_rows[train_rows.isin(X.index)])
test_places = X.index.get_indexer(test_rows[test_rows.isin(X.index)])
X_train, X_test, y_train, y_test = X.iloc[train_places], X.iloc[test_places], y[train_places], y[test_places]
`);
  });
  it("have the order of the table where the split does not shuffle", async () => {
    const fixed = await fixedText(text(split.replace("random_state=4", "shuffle=False"), tables), "HLD101");
    expect(fixed).toContain("X[X.index.isin(train_rows)], X[X.index.isin(test_rows)],");
  });
});
