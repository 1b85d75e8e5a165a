/** A score of training rows stays beside that of rows that are held out; and what is held out already, or is meant for all rows, stays as it is. */
import { describe, expect, it } from "vitest";
import { fixedText, titles, withheld } from "./offers.js";

const head = `import pandas as pd
from sklearn.linear_model import LassoCV, LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import cross_val_score, train_test_split
from sklearn.tree import DecisionTreeClassifier
df = pd.read_csv("plants.csv")
X, y = df[["leaf", "stem"]], df["kind"]
`;
const tree = "model = DecisionTreeClassifier()\nmodel.fit(X, y)\n";
const shown = (line: string): string => `${head}${tree}${line}\n`;

describe("a score of training rows", () => {
  it.each([
    ["model.score(X, y)", 'print("Training score:", model.score(X_train, y_train))\nprint("Test score:", model.score(X_test, y_test))\n'],
    [
      "round(model.score(X, y) * 100, 2)",
      'print("Training score:", round(model.score(X_train, y_train) * 100, 2))\nprint("Test score:", round(model.score(X_test, y_test) * 100, 2))\n',
    ],
    ["print(model.score(X, y) * 100)", 'print(model.score(X_train, y_train) * 100)\nprint("Test score:", model.score(X_test, y_test) * 100)\n'],
    [
      'print("Training accuracy:", model.score(X, y))',
      'print("Training accuracy:", model.score(X_train, y_train))\nprint("Test accuracy:", model.score(X_test, y_test))\n',
    ],
    [
      'print(f"Accuracy of the tree: {model.score(X, y):.2f}")',
      'print(f"Accuracy of the tree: {model.score(X_train, y_train):.2f}")\nprint(f"Test accuracy of the tree: {model.score(X_test, y_test):.2f}")\n',
    ],
    [
      'print("Tree: R2 score", accuracy_score(y, model.predict(X)))',
      'print("Tree: R2 score", accuracy_score(y_train, model.predict(X_train)))\nprint("Tree: test R2 score", accuracy_score(y_test, model.predict(X_test)))\n',
    ],
  ])("stays beside that of the test part: %s", async (line, lines) => {
    expect((await fixedText(shown(line), "HLD205")).endsWith(lines)).toBe(true);
  });

  it("gives way where it is kept, or where predictions are", async () => {
    expect(await fixedText(shown("score = model.score(X, y)\nprint(score)"), "HLD205")).toContain("score = model.score(X_test, y_test)\nprint(score)\n");
    const predicted = await fixedText(shown("guess = model.predict(X)\nprint(accuracy_score(y, guess))"), "HLD205");
    expect(predicted).toContain("guess = model.predict(X_test)\nprint(accuracy_score(y_test, guess))\n");
  });

  it("stays with what a comment says of it", async () => {
    expect(await fixedText(shown("# Score on the training data\nprint(model.score(X, y))"), "HLD205")).toContain(
      '# Score on the training data\nprint(model.score(X_train, y_train))\nprint("Test score:"',
    );
  });
});

describe("nothing is held out", () => {
  it("where rows of the same data are held out elsewhere", async () => {
    const other = "A, B, a, b = train_test_split(X, y, random_state=0)\nprint(LogisticRegression().fit(A, a).score(B, b))\n";
    const new_rows = 'print(model.predict(pd.read_csv("new.csv")))\n';
    expect(await withheld(`${shown("print(model.score(X, y))")}${new_rows}X = X * 2\n${other}`, "HLD205")).toContain(
      "Rows of the same data are held out elsewhere in the program, and the model is trained on others.",
    );
  });

  it("where the rows are cross-validated already", async () => {
    const crossed = "Cross-validation of the same rows scores models there already.";
    expect(await withheld(shown("print(model.score(X, y))\nprint(cross_val_score(LogisticRegression(), X, y))"), "HLD205")).toContain(crossed);
    expect(await withheld(shown("print(model.score(X, y))\nprint(LassoCV().fit(X, y).alpha_)"), "HLD205")).toContain(crossed);
  });

  it("where the score is said to be one of all rows", async () => {
    const [why] = await withheld(shown('score = model.score(X, y)\nprint("Accuracy on the full data:", score)'), "HLD205");
    expect(why).toContain("says that the score is one of all rows.");
  });

  it("where what prepares the rows of a submission would be learned from a part", async () => {
    const text = `${head}later = pd.read_csv("later.csv")
X = X.fillna(X.mean())
${tree}guess = model.predict(X)
print(accuracy_score(y, guess))
print(model.predict(later[["leaf", "stem"]]))
`;
    expect(await withheld(text, "HLD205")).not.toEqual([]);
    expect(await titles(text.replace("X = X.fillna(X.mean())\n", ""), "HLD205")).toEqual(["Score a copy of the model on rows held out of its training"]);
  });

  it("where a list of scores has one that cannot be followed", async () => {
    const list = `scores = []
plain_score = accuracy_score(y, pd.read_csv("guesses.csv")["kind"])
scores.append(("plain", plain_score))
${tree}score = model.score(X, y)
scores.append(("tree", score))
print(scores)
`;
    expect((await withheld(`${head}${list}`, "HLD205")).join()).toContain("Its score stands beside those of other models");
    expect(await titles(`${head}${list.replace('scores.append(("plain", plain_score))\n', "")}`, "HLD205")).toHaveLength(1);
  });
});
