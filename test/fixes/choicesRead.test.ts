/** What goes on being said of the scores of a choice, and what is read off them by hand. */
import { describe, expect, it } from "vitest";
import { fixedText, titles, withheld } from "./offers.js";
import { head, limitOnTest, split } from "./plants.js";

const forest = "from sklearn.ensemble import RandomForestClassifier\n";
const title = "Choose on a validation part cut from the training rows";

/** A loop over sizes of a forest whose scores are only kept, with what stands below it. */
const sweep = (below: string, name = "scores", sizes = "range(10, 200, 10)"): string => `${head}${forest}${split}${name} = []
for size in ${sizes}:
    model = RandomForestClassifier(n_estimators=size)
    model.fit(X_train, y_train)
    ${name}.append(model.score(X_test, y_test))
${below}`;
const last = (size: string): string =>
  `model = RandomForestClassifier(n_estimators=${size})\nmodel.fit(X_train, y_train)\nprint(model.score(X_test, y_test))\n`;

describe("a setting that was read off the scores of a loop", () => {
  it("is named in the title where it is written below", async () => {
    const told = `${title}; n_estimators=50 further down was chosen by the old scores, choose it anew`;
    expect(await titles(sweep(`print(scores)\n${last("50")}`), "HLD201")).toEqual([told]);
    expect(await titles(sweep(`print(scores)\nsize = 50\n${last("size")}`), "HLD201")).toEqual([told]);
    const tried = "def tried(size):\n    return RandomForestClassifier(n_estimators=size).fit(X_train, y_train).score(X_test, y_test)\n";
    expect((await titles(sweep(`print(scores)\n${tried}print(tried(50))\n`), "HLD201")).join()).toContain("; 50 in tried(…) further down");
  });

  it("is none where the loop has not tried it, or the program takes the best", async () => {
    expect(await titles(sweep(`print(scores)\n${last("500")}`), "HLD201")).toEqual([title]);
    const best = "sizes = [10, 50, 100]\nbest = sizes[np.argmax(scores)]\n";
    expect(await titles(sweep(best + last("best"), "scores", "[10, 50, 100]"), "HLD201")).toEqual([title]);
  });

  it("stays where a comment calls it the best", async () => {
    expect((await withheld(sweep(`print(scores)\n# the best size\n${last("50")}`), "HLD201")).join()).toContain("as a comment says");
    expect((await withheld(sweep(`# Best with 50 trees\nprint(scores)\n${last("50")}`), "HLD201")).join()).toContain("the old scores were best for");
  });
});

describe("scores of a validation part", () => {
  it("are called after it in humps, and where they are copied", async () => {
    const fixed = await fixedText(sweep(`testList = np.array(scoresTest)\nprint(testList)\n${last("500")}`, "scoresTest"), "HLD201");
    expect(fixed).toContain("scoresValid.append(model.score(X_valid, y_valid))");
    expect(fixed).toContain("validList = np.array(scoresValid)\nprint(validList)\n");
    expect((await withheld(sweep(`valid_list = 1\ntest_list = np.array(scores)\nprint(test_list)\n${last("500")}`), "HLD201")).join()).toContain("`test_list`");
  });

  it("are not printed as those of the test rows by a function", async () => {
    const text = (words: string): string => `${head}${forest}${split}def tell(model, X, y):
    score = model.score(X, y)
    print("${words}", score)
    return score
scores = []
for size in [10, 50]:
    model = RandomForestClassifier(n_estimators=size).fit(X_train, y_train)
    scores.append(tell(model, X_test, y_test))
${last("500")}`;
    expect((await withheld(text("Test score"), "HLD201")).join()).toContain("`tell` says");
    expect(await fixedText(text("Score"), "HLD201")).toContain("tell(model, X_valid, y_valid)");
  });

  it("are not laid beside numbers of the test rows", async () => {
    const text = sweep(last("500"))
      .replace("scores = []", "rare = (y_test == 1).sum()\nscores = []")
      .replace("model.score(X_test, y_test))", "rated(model.predict(X_test), y_test, rare))");
    expect((await withheld(`def rated(guess, y, rare):\n    return (guess == y).sum() / rare\n${text}`, "HLD201")).length).toBeGreaterThan(0);
  });
});

describe("a comment that speaks of trying settings", () => {
  it("keeps its verb", async () => {
    const text = sweep(last("500")).replace("scores = []", "# testing several sizes for their testing accuracy\nscores = []");
    expect(await fixedText(text, "HLD201")).toContain("# testing several sizes for their validation accuracy\n");
  });
});

describe("a choice that looks at more than the rows of its own", () => {
  it("stays where samples of the predictions are chosen by again", async () => {
    const model = "from sklearn.metrics import f1_score\nmodel = LogisticRegression()\n";
    const again = `from sklearn.utils import resample
n = len(y_test)
for i in range(100):
    drawn = resample(range(n), n_samples=n)
    labels = y_test[drawn]
    guess = chances[drawn]
    high = 0
    chosen = limit
    for t in np.linspace(0.1, 0.9, 9):
        score = f1_score(labels, guess >= t)
        if score > high:
            high = score
            chosen = t
    print(f1_score(labels, guess >= chosen))
`;
    expect(await fixedText(head + split + limitOnTest(model, "chances"), "HLD201")).toContain("cross_val_predict");
    expect((await withheld(head + split + limitOnTest(model, "chances") + again, "HLD201")).join()).toContain("chosen by again");
  });

  it("stays where a model from above the loop is scored on the training rows", async () => {
    const text = sweep(last("500"))
      .replace("scores = []", "first = LogisticRegression().fit(X_train, y_train)\nscores = []")
      .replace("    scores.append", "    print(first.score(X_train, y_train))\n    scores.append");
    expect((await withheld(text, "HLD201")).join()).toContain("was trained before the choice");
  });

  it("searches no part of rows that were another table", async () => {
    const text = (anew: string): string => `${head}from sklearn.model_selection import GridSearchCV
${split}${anew}search = GridSearchCV(LogisticRegression(), {"C": [1, 2]})
search.fit(X, y)
model = LogisticRegression(**search.best_params_).fit(X_train, y_train)
print(model.score(X_test, y_test))
`;
    expect(await fixedText(text(""), "HLD201")).toContain("search.fit(X_train, y_train)");
    expect((await withheld(text('X = df[["leaf"]]\n'), "HLD201")).length).toBeGreaterThan(0);
  });
});
