/** Columns that are named or chosen between what is learned and the split: rows are drawn above them, and what folds go on seeing is said. */
import { describe, expect, it } from "vitest";
import { fixedText, reasons, titles } from "./offers.js";
import { scored } from "./plants.js";

const head = `import numpy as np
import pandas as pd
from sklearn.decomposition import TruncatedSVD
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.preprocessing import StandardScaler
df = pd.read_csv("plants.csv")
`;
const split = "X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=4)\n";

describe("lists that are filled item by item", () => {
  it("may name columns, where no rows are read for it", async () => {
    const text = (item: string): string => `${head}svd = TruncatedSVD(n_components=5)
parts = svd.fit_transform(df.drop(columns="kind"))
names = []
for i in range(parts.shape[1]):
    names.append(${item})
X = pd.DataFrame(parts, columns=names)
y = df["kind"]
print(X.max())
${split}${scored}`;
    const after = await fixedText(text('f"part {i}"'), "HLD101");
    expect(after).toContain("train_rows, test_rows = train_test_split(np.arange(len(df)), random_state=4)\nparts = svd.fit(");
    expect(after).toContain("= X.iloc[train_rows], X.iloc[test_rows], y.iloc[train_rows], y.iloc[test_rows]\n");
    const read = await reasons(text('df["kind"].unique()[i]'), "HLD101");
    expect(read).toContain("`names` is filled with what all rows tell, and the columns that are split are chosen by it.");
  });

  it("may be the labels of rows that stay as they are", async () => {
    const text = (shown: string): string => `${head}X = df[["leaf", "stem"]]
X = X.fillna(X.mean())
print(X.max())
labels = []
for kind in open("kinds.txt"):
    labels.append(int(kind))
y = np.array(labels)
${shown}${split}${scored}`;
    expect(await fixedText(text(""), "HLD101")).toContain("= X.iloc[train_rows], X.iloc[test_rows], y[train_rows], y[test_rows]\n");
    const windows = "rows = []\nfor i in range(10, len(X)):\n    rows.append(X.values[i - 10 : i].ravel())\nX = np.array(rows)\n";
    expect(await reasons(text(windows), "HLD101")).toContain(
      "`rows` is filled item by item between the learning and the split, and may have other rows than the table.",
    );
  });
});

describe("columns that are chosen by their correlation with the target", () => {
  const text = `${head}tells = df.corr()["kind"].abs()
names = tells[tells > 0.1].index.tolist()
chosen = df[names]
X, y = chosen.drop(columns="kind"), chosen["kind"]
${split}search = GridSearchCV(LogisticRegression(), {"C": [0.1, 1]})
search.fit(X_train, y_train)
print(search.best_score_, search.score(X_test, y_test))
`;

  it("are chosen by the training rows, and the title says that folds of these still see it", async () => {
    expect(await titles(text, "HLD103")).toEqual([
      "Draw the training rows first, and learn the corr of df from them alone; cross-validation still sees it, as HLD102",
    ]);
    expect(await fixedText(text, "HLD103")).toContain('tells = df.iloc[train_rows].corr()["kind"].abs()\n');
  });
});
