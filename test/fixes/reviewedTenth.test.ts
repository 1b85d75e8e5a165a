/** What people who read offered fixes refused after the ninth review: held here by programs of our own. */
import { describe, expect, it } from "vitest";
import { fixedText, titles, withheld } from "./offers.js";
import { head, split } from "./plants.js";

const tried = (keep: string): string => `${head}from sklearn.metrics import accuracy_score
${split}rows = []
for c in [0.1, 1, 10]:
    model = LogisticRegression(C=c)
    model.fit(X_train, y_train)
    test_acc = accuracy_score(y_test, model.predict(X_test))
${keep}`;
const judged = "best = LogisticRegression(C=table.iloc[0]['c']).fit(X_train, y_train)\nprint(accuracy_score(y_test, best.predict(X_test)))\n";

describe("a key that says test of a score", () => {
  const text = (below = ""): string =>
    tried(`    rows.append({"c": c, "test_acc": test_acc})
table = pd.DataFrame(rows).sort_values("test_acc", ascending=False)
${below}${judged}`);

  it("is not changed in one place, where it is read in others that stay", async () => {
    expect(await withheld(text('print(table["test_acc"].max())\n'), "HLD201")).toEqual([
      'The key `"test_acc"` is read elsewhere, and would say test of the validation part.',
    ]);
    expect((await withheld(text('for a in table["test_acc"]:\n    print(a)\n'), "HLD201")).join()).toContain("is read elsewhere");
  });

  it("is called after the validation part in all places alike", async () => {
    const fixed = await fixedText(text(), "HLD201");
    expect(fixed).toContain('"valid_acc": valid_acc');
    expect(fixed).toContain('sort_values("valid_acc", ascending=False)');
  });

  it("is the name of a column too", async () => {
    const named = (below: string): string =>
      tried(`    rows.append([c, test_acc])
table = pd.DataFrame(rows, columns=["c", "Test accuracy"])
${below}${judged}`);
    expect((await withheld(named('table = table.sort_values("Test accuracy")\n'), "HLD201")).join()).toContain("is read elsewhere");
    expect(await fixedText(named(""), "HLD201")).toContain('columns=["c", "Validation accuracy"]');
  });
});

describe("the head of a table that a loop prints", () => {
  const lines = (head: string): string => `best = 0
${head}for c in [0.1, 1, 10]:
    model = LogisticRegression(C=c).fit(X_train, y_train)
    score = model.score(X_test, y_test)
    print(f"{c:<8}{score:<10.3f}")
    if score > best:
        best, chosen = score, c
${judged.replace("table.iloc[0]['c']", "chosen")}`;
  const program = (head: string): string => tried("").replace(/(?:\w+ = \[\]\n)?for c in[\s\S]*$/, lines(head));

  it("is called after the validation part with its numbers", async () => {
    const fixed = await fixedText(program("print('-' * 20)\nprint(f\"{'C':<8}{'Test acc':<10}\")\n"), "HLD201");
    expect(fixed).toContain("print(f\"{'C':<8}{'Validation acc':<10}\")\n");
  });

  it("is no line above that tells of something else", async () => {
    const kept = "print('Test rows:', len(X_test))\n";
    expect(await fixedText(program(kept), "HLD201")).toContain(kept);
  });
});

describe("a score that is read behind the choice", () => {
  const scores = "tree_acc = accuracy_score(y_test, LogisticRegression(C=3).fit(X_train, y_train).predict(X_test))\n";
  const text = (before: string, below: string): string =>
    tried(`    rows.append(test_acc)
    last = test_acc
table = pd.DataFrame({"c": [0.1, 1, 10], "acc": rows})
${below}${judged}`).replace("rows = []\n", `${before}rows = []\n`);

  it("must not be a score of the test rows by its name", async () => {
    expect((await withheld(text(scores.replace("tree_acc", "last"), "print(last)\n"), "HLD201")).join()).toContain("as a score of the test rows");
    expect(await fixedText(text(scores, "print(last)\n"), "HLD201")).toContain("last = valid_acc");
  });

  it("must not stand in a list of such scores", async () => {
    expect((await withheld(text(scores, "shown = [round(tree_acc, 2), round(last, 2)]\n"), "HLD201")).join()).toContain("as a score of the test rows");
    expect(await fixedText(text(scores, "shown = [round(tree_acc, 2)]\n"), "HLD201")).toContain("X_fit, X_valid, y_fit, y_valid");
  });
});

describe("a threshold that is taken from a curve of the test rows", () => {
  const text = (below: string, weights = ""): string => `${head}from sklearn.metrics import f1_score, precision_recall_curve
import matplotlib.pyplot as plt
${split}weights = np.where(y_train == 1, 2.0, 1.0)
model = LogisticRegression()
model.fit(X_train, y_train${weights})
chances = model.predict_proba(X_test)[:, 1]
# %%
precision, recall, limits = precision_recall_curve(y_test, chances)
f1 = 2 * precision * recall / (precision + recall)
best = limits[np.argmax(f1[:-1])]
print("precision to expect:", precision[np.argmax(f1)])
print(f1_score(y_test, chances >= best))
# %%
${below}`;

  it("leaves the curve to the test rows where it is drawn or printed as a result, and takes another to choose by", async () => {
    const again = "precision_train, recall_train, limits_train = precision_recall_curve(y_train, chances_train)\nf1 = 2 * precision_train * recall_train /";
    for (const shown of [
      "plt.plot(recall, precision)\n",
      'print("precision:", precision[3])\n',
      "from sklearn.metrics import auc\narea = auc(recall, precision)\nprint(area)\n",
    ]) {
      const fixed = await fixedText(text(shown), "HLD201");
      expect(fixed).toContain("precision, recall, limits = precision_recall_curve(y_test, chances)\nchances_train = cross_val_predict(");
      expect(fixed).toContain(again);
      expect(fixed).toContain('print("precision to expect:", precision_train[np.argmax(f1)])\n');
      expect(fixed.endsWith(`# %%\n${shown}`)).toBe(true);
    }
    const least = "least = np.minimum(precision, recall)\nbest = limits[np.argmax(least[:-1])]\n";
    expect(await fixedText(text(`${least}print(f1_score(y_test, chances >= best))\n`), "HLD201")).toContain(least);
    expect(await fixedText(text("print(best)\n"), "HLD201")).toContain("precision, recall, limits = precision_recall_curve(y_train, chances_train)");
  });

  it("gives no weights of all training rows to a part of them", async () => {
    const [kept] = await titles(text("print(best)\n", ", sample_weight=weights"), "HLD201");
    expect(kept).toBe("Choose on half of the held-out rows, and score the other half");
    const made = ", sample_weight=np.where(y_train == 1, 2.0, 1.0)";
    expect(await fixedText(text("print(best)\n", made), "HLD201")).toContain("model.fit(X_fit, y_fit, sample_weight=np.where(y_fit == 1, 2.0, 1.0))");
  });
});
