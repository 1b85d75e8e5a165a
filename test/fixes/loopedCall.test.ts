/** A loop over settings that calls a function which trains and scores a model: the function works with parts of the training rows then. */
import { describe, expect, it } from "vitest";
import { fixedText, reasons, titles } from "./offers.js";
import { head, split } from "./plants.js";

const tries = (fit: string, valid: string): string => `def tries(strength):
    model = LogisticRegression(C=strength)
    model.fit(X_${fit}, y_${fit})
    print(strength, model.score(X_${valid}, y_${valid}))

`;
const loop = "for c in [0.1, 1, 10]:\n    tries(c)\n";
const judged = "model = LogisticRegression(C=1)\nmodel.fit(X_train, y_train)\nprint(model.score(X_test, y_test))\n";
const text = (behind = judged): string => `${head}${split}${tries("train", "test")}${loop}${behind}`;

describe("a function that trains and scores, called in a loop over settings", () => {
  it("trains and scores on parts of the training rows", async () => {
    const cut = "X_fit, X_valid, y_fit, y_valid = train_test_split(X_train, y_train, test_size=0.2, random_state=4)\n\n";
    expect(await fixedText(text(), "HLD201")).toBe(text().replace(tries("train", "test"), `${cut}${tries("fit", "valid")}`));
  });

  it("names the settings further down that were read off the old scores", async () => {
    expect(await titles(text(), "HLD201")).toEqual([
      "Choose on a validation part cut from the training rows; C=1 further down was chosen by the old scores, choose it anew",
    ]);
    expect((await titles(text(judged.replace("C=1", "C=3")), "HLD201")).join()).not.toContain("further down");
  });

  it("stays where something else calls it, too, or nothing else is scored on the test rows", async () => {
    expect((await reasons(text(`${judged}tries(5)\n`), "HLD201")).length).toBe(1);
    expect((await reasons(text(`${judged}print(list(map(tries, [5, 6])))\n`), "HLD201")).length).toBe(1);
    expect(await reasons(text("model = LogisticRegression(C=1).fit(X_train, y_train)\n"), "HLD201")).toEqual([
      "Nothing else is scored on the test rows: the program would have no honest score left.",
    ]);
  });
});
