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

  it("is told by its place among those that the loop goes through, where the scores stand in a list", async () => {
    const told = (list: string, by: string): string => `best_c = strengths[${list}.index(${by}(${list}))]\n${anew("best_c")}`;
    for (const shown of ["chosen = np.argmax(scores)\nprint(chosen)\n", "print(strengths[np.argmax(scores)])\n", "plt.plot(strengths, scores)\n"])
      expect(await fixedText(sweep("scores.append(score)", shown), "HLD201")).toContain(`    scores.append(score)\n${told("scores", "max")}${shown}`);
    expect(await fixedText(sweep("scores.append(1 - score)", "print(scores)\n"), "HLD201")).toContain(told("scores", "min"));
    const named = sweep("test_scores.append(score)", "print(test_scores)\n").replace("scores = []", "test_scores = []");
    expect(await fixedText(named, "HLD201")).toContain(told("valid_scores", "max"));
  });

  it("is not told of a page of curves", async () => {
    const loop = (text: string): string => text.slice(text.indexOf("scores = []"));
    const one = sweep("scores.append(score)", "plt.plot(strengths, scores)\n");
    expect(await titles(one + loop(one), "HLD201")).toEqual([title, title]);
    expect((await withheld(one + loop(one).repeat(3), "HLD201")).join()).toContain("no honest score left");
  });

  it("is told of errors by the least of them", async () => {
    for (const [error, told] of [
      ["np.mean(guess != y_test)", "np.mean(best_model.predict(X_test) != y_test)"],
      ["(guess != y_test).mean()", "(best_model.predict(X_test) != y_test).mean()"],
    ]) {
      const text = sweep(`scores.append(${error})`, "print(scores)\n").replace("    score = accuracy_score(y_test, guess)\n", "");
      expect(await fixedText(text, "HLD201")).toContain(`best_c = strengths[scores.index(min(scores))]\n`);
      expect(await fixedText(text, "HLD201")).toContain(`print("Error on the test rows:", ${told})\n`);
    }
  });

  it.each([
    ["if c > 1:\n        scores.append(score)", "[0.1, 1, 10]", "some rounds write nothing down"],
    ["scores.append(score)\n    if score == 1:\n        break", "[0.1, 1, 10]", "the loop may end early"],
    ["scores.append(score)", "{0.1, 1, 10}", "what the loop goes through has no numbers"],
    ["scores.append(score)\n    scores.append(c)", "[0.1, 1, 10]", "something else stands between the scores"],
    ["scores.append(score)\n    strengths.append(c + 10) if c < 10 else None", "[0.1, 1, 10]", "what the loop goes through grows"],
    ["scores.append(np.abs(guess - y_test).sum() + score * c)", "[0.1, 1, 10]", "nobody knows which is the best"],
  ])("has no name where %j in a loop over %s: %s", async (keeps, tried) => {
    const text = sweep(keeps, "print(scores)\n").replace("strengths = [0.1, 1, 10]", `strengths = ${tried}`);
    expect((await withheld(text, "HLD201")).join()).toContain("no honest score left");
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

describe("labels in another form", () => {
  const loaded = `${head}from sklearn.metrics import accuracy_score
X_train, X_test = pd.read_csv("a.csv"), pd.read_csv("b.csv")
y_train, y_test = pd.read_csv("c.csv"), pd.read_csv("d.csv")
`;
  const loop = (labels: string): string => `best = 0
for c in [0.1, 1, 10]:
    model = LogisticRegression(C=c)
    model.fit(X_train, ${labels})
    score = accuracy_score(y_test, model.predict(X_test))
    if score > best:
        best, chosen = score, c
print(chosen)
`;

  it.each(["y_train.values", "y_train.to_numpy().ravel()"])("%s are cut with their inputs, where each stands in a file of its own", async (labels) => {
    const after = await fixedText(loaded + loop(labels), "HLD201");
    expect(after).toContain("X_fit, X_valid, y_fit, y_valid = train_test_split(X_train, y_train, ");
    expect(after).toContain(`model.fit(X_fit, ${labels.replace("y_train", "y_fit")})`);
    expect(after).toContain(`best_model.fit(X_train, ${labels})\n`);
  });

  it("are not told from others by their form", async () => {
    const text = loaded.replace("y_train, y_test =", "y_all, y_test =") + loop("y_all.values");
    expect(await withheld(text, "HLD201")).not.toEqual([]);
  });
});
