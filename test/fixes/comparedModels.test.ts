/** Models that are compared on the test rows: a validation part compares them, and the test rows judge the one that the program picks. */
import { describe, expect, it } from "vitest";
import { fixedText, withheld } from "./offers.js";

const head = `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.tree import DecisionTreeClassifier
df = pd.read_csv("plants.csv")
X, y = df[["leaf", "stem"]], df["kind"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=4)
models = {"linear": LogisticRegression(), "tree": DecisionTreeClassifier()}
`;
const cut = "X_fit, X_valid, y_fit, y_valid = train_test_split(X_train, y_train, test_size=0.2, random_state=4)\n";
const loop = `results = {}
for name, model in models.items():
    model.fit(X_train, y_train)
    # Scores of the train and the test rows
    in_training = f1_score(y_train, model.predict(X_train))
    results[name] = f1_score(y_test, model.predict(X_test))
    print(name, in_training, results[name])
`;
const ranked = `best = pd.Series(results).sort_values().index[0]
`;

describe("models compared in a loop", () => {
  it("are compared on a validation part, and the winner is trained again and scored", async () => {
    const fixed = await fixedText(`${head}${loop}best = max(results, key=results.get)\nchosen = models[best]\nprint(chosen.predict(X.head()))\n`, "HLD203");
    expect(fixed).toContain(`results = {}\n${cut}for name`);
    expect(fixed).toContain("    model.fit(X_fit, y_fit)\n    # Scores of the train and the validation rows\n");
    expect(fixed).toContain("    results[name] = f1_score(y_valid, model.predict(X_valid))\n");
    expect(fixed).toContain(
      'chosen = models[best]\nchosen.fit(X_train, y_train)\nprint("Score on the test rows:", f1_score(y_test, chosen.predict(X_test)))\nprint(chosen',
    );
  });

  it("leave the winner trained on all training rows where it is scored on the test rows already", async () => {
    const scored = "chosen = models[max(results, key=results.get)]\nprint(f1_score(y_test, chosen.predict(X_test)))\n";
    const [named, line] = scored.split(/(?<=\n)/) as [string, string];
    expect(await fixedText(`${head}${loop}${scored}`, "HLD201")).toContain(`${named}chosen.fit(X_train, y_train)\n${line}`);
    const own = `${named}chosen.fit(X_train, y_train)\n${line}`;
    expect((await fixedText(`${head}${loop}${own}`, "HLD201")).endsWith(own)).toBe(true);
  });

  it("may be cross-validated afterwards, which trains copies of them", async () => {
    const crossed = `best = max(results, key=results.get)
chosen = models[best]
for name, model in models.items():
    print(cross_val_score(model, X_train, y_train).mean())
print(chosen.predict(X.head()))
`;
    const text = `${head.replace("import GridSearchCV", "import GridSearchCV, cross_val_score")}${loop}${crossed}`;
    expect(await fixedText(text, "HLD203")).toContain("chosen.fit(X_train, y_train)\n");
  });

  it("leave a winner that is searched further to its search", async () => {
    const searched = `${ranked}search = GridSearchCV(models[best], {})\nsearch.fit(X_train, y_train)\nprint(f1_score(y_test, search.predict(X_test)))\n`;
    const fixed = await fixedText(`${head}${loop}${searched}`, "HLD203");
    expect(fixed.endsWith(searched)).toBe(true);
    expect(fixed).not.toContain("Score on the test rows");
  });

  it("leave the model that is scored behind them, of the same kind", async () => {
    const final = "final = DecisionTreeClassifier(max_depth=4).fit(X_train, y_train)\nprint(f1_score(y_test, final.predict(X_test)))\n";
    const fixed = await fixedText(`${head}${loop}${final}`, "HLD203");
    expect(fixed).toContain(cut);
    expect(fixed.endsWith(final)).toBe(true);
  });

  it("stay where the program picks none", async () => {
    expect(await withheld(`${head}${loop}print(max(results.values()))\n`, "HLD203")).toEqual(["The program does not say which of the models it goes on with."]);
  });

  it("stay where the others are gone on with", async () => {
    const both = `${loop}best = max(results, key=results.get)\nchosen = models[best]\nprint(chosen.predict(X.head()), models["tree"].predict(X.head()))\n`;
    expect((await withheld(`${head}${both}`, "HLD203"))[0]).toContain("goes on with models that would be trained on a part of the training rows.");
  });

  it("stay where two are scored behind them", async () => {
    const final = (kind: string): string => `print(${kind}.fit(X_train, y_train).score(X_test, y_test))\n`;
    const text = `${head}${loop}${final("DecisionTreeClassifier(max_depth=4)")}${final("LogisticRegression(C=4)")}`;
    expect(await withheld(text, "HLD203")).toEqual(["After the change HLD203 would still be found here."]);
  });

  it("stay where the training rows were changed before the winner is known", async () => {
    const changed = `${loop}X_train = X_train * 2\nbest = max(results, key=results.get)\nchosen = models[best]\nprint(chosen.predict(X.head()))\n`;
    expect(await withheld(`${head}${changed}`, "HLD203")).toEqual(["`X_train` is another thing where the winner is known."]);
  });
});

describe("models compared in a function that is handed the rows", () => {
  const text = `${head.replace(/models = .*\n/, "")}def pick(X_train, X_test, y_train, y_test):
    best, chosen = 0, None
    for model in [LogisticRegression(), DecisionTreeClassifier()]:
        model.fit(X_train, y_train)
        score = f1_score(y_test, model.predict(X_test))
        if score > best:
            best, chosen = score, model
    return chosen
model = pick(X_train, X_test, y_train, y_test)
print(f1_score(y_test, model.predict(X_test)))
`;

  it("are not trained again there, where only a part of the training rows is handed in", async () => {
    expect((await withheld(text, "HLD203"))[0]).toContain("which alone are handed to the function around.");
    const fixed = await fixedText(text, "HLD201");
    expect(fixed).toContain("model = pick(X_fit, X_valid, y_fit, y_valid)\n");
    expect(fixed).not.toContain("chosen.fit(");
  });
});

describe("models compared one after the other", () => {
  const one = (name: string, made: string): string => `${name} = ${made}\n${name}.fit(X_train, y_train)\nprint(${name}.score(X_test, y_test))\n`;

  it("stay, as each has lines of its own", async () => {
    const text = `${head}${one("linear", "LogisticRegression()")}${one("tree", "DecisionTreeClassifier()")}`;
    expect((await withheld(text, "HLD203"))[0]).toBe("The models are not trained and scored in one loop, or by one function.");
  });
});
