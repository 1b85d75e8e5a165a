/** Searches that a condition gives scaled rows, and else the rows as they were. */
import { describe, expect, it } from "vitest";
import { fixedText, withheld } from "./offers.js";
import { head, split } from "./plants.js";

const made = "    search = GridSearchCV(model, grid)\n";
const arms = `    if scales:
        search.fit(X_train_s, y_train)
        guess = search.predict(X_test_s)
    else:
        search.fit(X_train, y_train)
        guess = search.predict(X_test)
`;
const looped = (both = arms, used = "    best[name] = search.best_estimator_\n"): string => `${head}from sklearn.model_selection import GridSearchCV
${split}scaler = StandardScaler()
X_train_s = scaler.fit_transform(X_train)
X_test_s = scaler.transform(X_test)
tried = {"line": (LogisticRegression(), {"C": [1, 2]}, True), "other": (LogisticRegression(C=3), {"tol": [0.1]}, False)}
best = {}
for name, (model, grid, scales) in tried.items():
${made}${both}    print(name, search.best_score_)
${used}`;
const piped = (step: string): string =>
  `    search = GridSearchCV(Pipeline([("scaler", ${step}), ("model", model)]), {f"model__{name}": values for name, values in grid.items()})\n`;

describe("a search that is fitted in both arms of a condition", () => {
  it("scales in its pipeline where the condition holds, and is fitted once where both arms say the same from then on", async () => {
    const fixed = await fixedText(looped(), "HLD102");
    expect(fixed).toContain(
      `${piped('scaler if scales else "passthrough"')}    search.fit(X_train, y_train)\n    guess = search.predict(X_test)\n    print(name`,
    );
    expect(fixed).toContain('best[name] = search.best_estimator_.named_steps["model"]\n');
  });

  it("scales where the condition does not hold", async () => {
    const turned = arms
      .replace(/X_train_s|X_train/g, (x) => (x === "X_train" ? "X_train_s" : "X_train"))
      .replace(/X_test_s|X_test/g, (x) => (x === "X_test" ? "X_test_s" : "X_test"));
    expect(await fixedText(looped(turned), "HLD102")).toContain(piped('"passthrough" if scales else scaler'));
  });

  it("keeps both arms where they say different things", async () => {
    const apart = arms.replace("        guess = search.predict(X_test_s)", '        print("scaled")\n        guess = search.predict(X_test_s)');
    expect(await fixedText(looped(apart), "HLD102")).toContain(
      `    if scales:
        search.fit(X_train, y_train)
        print("scaled")
        guess = search.predict(X_test)
    else:
        search.fit(X_train, y_train)
        guess = search.predict(X_test)
`,
    );
  });

  it("is left where the other arm has other rows, or the condition may be another one", async () => {
    for (const [text, reason] of [
      [looped(arms.replace("fit(X_train, y_train)", "fit(X_train[:40], y_train[:40])"), ""), "The search is fitted twice, to other rows."],
      [looped(arms.replace("if scales", "if wants(name)"), ""), "The condition may be another one when it is asked again."],
      [looped(`    scales = scales and len(best) < 9\n${arms}`, ""), "The condition is another one where the search is made."],
    ] as const)
      expect(await withheld(text, "HLD102")).toContain(reason);
  });

  it("is left where a comment speaks of the rows in its arms", async () => {
    const reason = "A comment speaks of the rows that a condition chooses.";
    expect(await withheld(looped(`    # Neighbours need scaled rows.\n${arms}`, ""), "HLD102")).toContain(reason);
    expect(await withheld(looped(arms.replace("else:", "else:  # as they are"), ""), "HLD102")).toContain(reason);
  });
});
