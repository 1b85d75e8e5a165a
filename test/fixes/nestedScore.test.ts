/** HLD204: a search whose best score is quoted is cross-validated, too. */
import { describe, expect, it } from "vitest";
import { fixedText, withheld } from "./offers.js";

const head = `import pandas as pd
from sklearn.model_selection import GridSearchCV
from sklearn.svm import SVC
df = pd.read_csv("a.csv")
X, y = df[["a", "b"]], df["y"]
search = GridSearchCV(SVC(), {"C": [1, 10]}, cv=3, scoring="f1")
`;
const quoted = 'print("f1", search.best_score_)  # of the folds\n';

describe("the best score of a search", () => {
  it("stands beside that of the search itself", async () => {
    const fixed = await fixedText(`${head}search.fit(X, y)\n${quoted}print(search.best_params_)\n`, "HLD204");
    expect(fixed).toContain("from sklearn.model_selection import GridSearchCV, cross_val_score\n");
    expect(fixed).toContain(`${quoted}print("Nested cross-validation:", cross_val_score(search, X, y, cv=3).mean())\nprint(search.best_params_)\n`);
  });

  it("is computed with as the quoted one is", async () => {
    const root = 'print("error", (-search.best_score_) ** 0.5)\n';
    expect(await fixedText(`${head}search.fit(X, y)\n${root}`, "HLD204")).toContain(
      `${root}print("Nested cross-validation:", (-cross_val_score(search, X, y, cv=3).mean()) ** 0.5)\n`,
    );
    const worded = 'print("best: " + str(search.best_score_))\n';
    expect(await fixedText(`${head}search.fit(X, y)\n${worded}`, "HLD204")).toContain(
      'print("Nested cross-validation:", cross_val_score(search, X, y, cv=3).mean())',
    );
  });

  it("is that of columns of a table, and stands under a name", async () => {
    const fixed = await fixedText(`${head}search.fit(df.drop(columns="y"), df["y"])\nbest = search.best_score_\nprint(best)\n`, "HLD204");
    expect(fixed).toContain(
      'best = search.best_score_\nprint("Nested cross-validation:", cross_val_score(search, df.drop(columns="y"), df["y"], cv=3).mean())\n',
    );
  });

  it.each([
    [`search.fit(X, y)\nX = X * 2\n${quoted}`, "`X` is another thing where the score is quoted."],
    [`search.fit(X, y, sample_weight=df["w"])\n${quoted}`, "The search is fitted to more than data and labels."],
    [`search.fit(X.astype(float), y)\n${quoted}`, "What the search is fitted to is computed where it is fitted."],
  ])("is left alone otherwise: %s", async (text, reason) => {
    expect(await withheld(head + text, "HLD204")).toEqual([reason]);
  });
});
