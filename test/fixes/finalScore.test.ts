/** The best of a loop is trained on all training rows and scored on the test rows, where the program does not do so itself. */
import { describe, expect, it } from "vitest";
import { fixedText, titles, withheld } from "./offers.js";
import { head, split } from "./plants.js";

/** A loop over strengths, with what it keeps in each round and what stands behind it. */
const sweep = (keeps: string, behind: string): string => `${head}from sklearn.metrics import accuracy_score
${split}strengths = [0.1, 1, 10]
scores = []
table = {}
best = 0
for c in strengths:
    model = LogisticRegression(C=c, max_iter=500)
    model.fit(X_train, y_train)
    guess = model.predict(X_test)
    score = accuracy_score(y_test, guess)
    ${keeps}
${behind}`;
const anew = (name: string): string => `best_model = LogisticRegression(C=${name}, max_iter=500)
best_model.fit(X_train, y_train)
print("Score on the test rows:", accuracy_score(y_test, best_model.predict(X_test)))
`;
const title = "Choose on a validation part cut from the training rows, and score the best on the test rows";

describe("a best setting that nothing scores on the test rows", () => {
  it("is scored behind what is said of it, where it is kept in the loop", async () => {
    const text = sweep("if score > best:\n        best, chosen = score, c", 'print("best", best)\nprint("strength", chosen)\n');
    expect(await titles(text, "HLD201")).toEqual([title]);
    expect((await fixedText(text, "HLD201")).endsWith(`print("strength", chosen)\n${anew("chosen")}`)).toBe(true);
  });

  it("is scored where it is picked behind the loop", async () => {
    const picks = ["strengths[np.argmax(scores)]", "strengths[scores.index(max(scores))]"];
    for (const pick of picks)
      expect(await fixedText(sweep("scores.append(score)", `chosen = ${pick}\n`), "HLD201")).toContain(`chosen = ${pick}\n${anew("chosen")}`);
    expect(await fixedText(sweep("table[c] = score", "chosen = max(table, key=table.get)\n"), "HLD201")).toContain(anew("chosen"));
  });

  it("stays where it is no value of the loop, or has no name", async () => {
    const reason = "no honest score left";
    expect((await withheld(sweep("scores.append(score)", "chosen = np.argmax(scores)\nprint(chosen)\n"), "HLD201")).join()).toContain(reason);
    expect((await withheld(sweep("scores.append(score)", "print(strengths[np.argmax(scores)])\n"), "HLD201")).join()).toContain(reason);
  });

  it("stays where the training rows are others by then", async () => {
    const text = sweep("if score > best:\n        best, chosen = score, c", "X_train = X_train * 2\nprint(chosen)\n");
    expect((await withheld(text, "HLD201")).join()).toContain("no honest score left");
  });
});

describe("a best model that a loop keeps", () => {
  const keeps = "if score > best:\n        best, kept = score, model";
  const trained = "kept.fit(X_train, y_train)\n";

  it("is trained on all training rows and scored", async () => {
    const fixed = await fixedText(sweep(keeps, "import joblib\njoblib.dump(kept, 'kept.joblib')\n"), "HLD201");
    expect(fixed).toContain(`${trained}print("Score on the test rows:", accuracy_score(y_test, kept.predict(X_test)))\nimport joblib\n`);
  });

  it("is trained on all training rows where the program scores it", async () => {
    const judged = "print(accuracy_score(y_test, kept.predict(X_test)))\n";
    expect((await fixedText(sweep(keeps, judged), "HLD201")).endsWith(`kept = score, model\n${trained}${judged}`)).toBe(true);
  });
});
