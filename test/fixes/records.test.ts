/** Settings that a loop writes down beside their scores: the best record is trained on all training rows and scored on the test rows. */
import { describe, expect, it } from "vitest";
import { fixedText, reasons } from "./offers.js";
import { head, split } from "./plants.js";

const record = (more = "", key = "strength"): string => `results = []
for c in [0.1, 1, 10]:
    for rate in ["l1", "l2"]:
        try:
            model = LogisticRegression(
                C=c,
                penalty=rate,
                solver="liblinear"
            )
            model.fit(X_train, y_train)
            score = accuracy_score(y_test, model.predict(X_test))
            results.append({"${key}": c, "penalty": rate, "accuracy": score${more}})
        except ValueError as e:
            print(e)
`;
const text = (behind: string, loop = record()): string => `${head}from sklearn.metrics import accuracy_score\n${split}${loop}${behind}`;
const anew = (best: string): string => `best_model = LogisticRegression(
    C=${best}["strength"],
    penalty=${best}["penalty"],
    solver="liblinear"
)
best_model.fit(X_train, y_train)
print("Score on the test rows:", accuracy_score(y_test, best_model.predict(X_test)))
`;

describe("the best of records that a loop writes down", () => {
  it("is trained and scored behind what is shown of it", async () => {
    const shown = 'best = max(results, key=lambda r: r["accuracy"])\nprint(best)\nplaces = [best["strength"]]\nprint(places)\n';
    expect((await fixedText(text(shown), "HLD201")).endsWith(`print(places)\n${anew("best")}`)).toBe(true);
  });

  it("is looked up before its records are sorted", async () => {
    const row = 'table = pd.DataFrame(results)\nbest = table.loc[table["accuracy"].idxmax()]\nprint(best)\n';
    const sorted = 'results.sort(key=lambda r: r["penalty"])\nprint(best["penalty"])\n';
    const looked = anew('results[table["accuracy"].idxmax()]');
    expect((await fixedText(text(`${row}print(best["penalty"])\n`), "HLD201")).endsWith(`print(best["penalty"])\n${looked}`)).toBe(true);
    expect((await fixedText(text(row + sorted), "HLD201")).endsWith(`print(best)\n${looked}${sorted}`)).toBe(true);
  });

  it("is found by each of several scores", async () => {
    const shown = 'names = ["accuracy", "other"]\nbests = {n: max(results, key=lambda r: r[n]) for n in names}\nprint(bests)\n';
    expect((await fixedText(text(shown, record(', "other": 1')), "HLD201")).endsWith(`print(bests)\n${anew('bests["accuracy"]')}`)).toBe(true);
  });

  it("is found by its row in a table of them", async () => {
    const shown = 'table = pd.DataFrame(results)\nbest = table.loc[table["accuracy"].idxmax()]\nprint(best)\n';
    expect((await fixedText(text(shown), "HLD201")).endsWith(`print(best)\n${anew('results[table["accuracy"].idxmax()]')}`)).toBe(true);
  });

  it("stays where a setting is not written down, or the best is found by something else", async () => {
    const reason = "no honest score left";
    const best = 'best = max(results, key=lambda r: r["accuracy"])\nprint(best)\n';
    expect((await reasons(text(best, record().replace('"strength": c, ', "")), "HLD201")).join()).toContain(reason);
    expect((await reasons(text(best.replace("accuracy", "strength")), "HLD201")).join()).toContain(reason);
    const sorted = 'table = pd.DataFrame(results)\ntable = table.sort_values("accuracy")\nbest = table.loc[table["accuracy"].idxmax()]\nprint(best)\n';
    expect((await reasons(text(sorted), "HLD201")).join()).toContain(reason);
  });
});
