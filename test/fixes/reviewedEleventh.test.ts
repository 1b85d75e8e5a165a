/** What people who read offered fixes refused after the tenth review: held here by programs of our own. */
import { describe, expect, it } from "vitest";
import { fixedText, titles, withheld } from "./offers.js";
import { head, split } from "./plants.js";

describe("the number of rows of what may be a sparse matrix", () => {
  /** What numbers the rows for a scaler whose result is looked at before the split. */
  const numbers = async (made: string): Promise<string | undefined> => {
    const text = `import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MaxAbsScaler
notes = pd.read_csv("notes.csv")
${made}scaled = MaxAbsScaler().fit_transform(words)
print(scaled.max())
X_train, X_test, y_train, y_test = train_test_split(scaled, notes["kind"], test_size=0.2, random_state=5)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
`;
    return /np\.arange\(.*?\)(?=, test_size)/.exec(await fixedText(text, "HLD101"))?.[0];
  };
  const counted = "from sklearn.feature_extraction.text import HashingVectorizer\nwords = HashingVectorizer().transform(notes['text'])\n";

  it("is read off its shape, as it has no length", async () => {
    expect(await numbers(counted)).toBe("np.arange(words.shape[0])");
    expect(await numbers(`${counted.replace("words =", "found =")}words = found[:, :500]\n`)).toBe("np.arange(words.shape[0])");
  });

  it("is the length of a table, and of values of it", async () => {
    expect(await numbers('words = notes[["long", "loud"]]\n')).toBe("np.arange(len(words))");
    expect(await numbers('words = notes[["long", "loud"]].values\n')).toBe("np.arange(len(words))");
  });
});

describe("a transformer whose variable holds another one where the model is made", () => {
  const text = (between: string, first = "StandardScaler(with_mean=False)"): string => `${head}from sklearn.model_selection import cross_val_score
${split}scaler = ${first}
scaled = scaler.fit_transform(X_train)
print(scaled.mean())
${between}print(cross_val_score(LogisticRegression(), scaled, y_train, cv=5).mean())
`;

  it("is made in the pipeline as it was made", async () => {
    const other = "scaler = StandardScaler(with_std=False)\nother = scaler.fit_transform(X_train)\nprint(other)\n";
    expect(await fixedText(text(other), "HLD102")).toContain("make_pipeline(StandardScaler(with_mean=False), LogisticRegression())");
  });

  it("is not told by what it was made of, where that is another thing by then", async () => {
    const other = "mean = True\nscaler = StandardScaler()\nprint(scaler.fit_transform(X_train))\n";
    const reasons = await withheld(text(other, "StandardScaler(with_mean=mean)").replace("scaler =", "mean = False\nscaler ="), "HLD102");
    expect(reasons.join()).toContain("`scaler` is another transformer where the model is made");
  });

  it("goes by its variable where that was made alike", async () => {
    const alike = "scaler = StandardScaler(with_mean=False)\nprint(scaler.fit_transform(X_train))\n";
    expect(await fixedText(text(alike), "HLD102")).toContain("make_pipeline(scaler, LogisticRegression())");
  });
});

describe("a choice among candidates of which some are not tried in the loop", () => {
  const text = (before: string, inside: string): string => `${head}from sklearn.metrics import accuracy_score
${split}plain = LogisticRegression().fit(X_train, y_train)
scores = {}
${before}for c in [0.1, 1, 10]:
${inside}best = max(scores, key=scores.get)
model = LogisticRegression(C=1 if best == "plain" else best).fit(X_train, y_train)
print(accuracy_score(y_test, model.predict(X_test)))
`;
  const tried = "    model = LogisticRegression(C=c)\n    model.fit(X_train, y_train)\n    scores[c] = accuracy_score(y_test, model.predict(X_test))\n";

  it("is not moved to validation rows while one of the scores stays on the test rows", async () => {
    const kept = "`scores` holds a score of the test rows too";
    const own = "accuracy_score(y_test, plain.predict(X_test))";
    expect((await withheld(text(`scores["plain"] = ${own}\n`, tried), "HLD201")).join()).toContain(kept);
    expect((await withheld(text(`first = ${own}\nscores["plain"] = first\n`, tried), "HLD201")).join()).toContain(kept);
  });

  it("is not moved while it has to beat a score on the test rows", async () => {
    const beaten = `${tried.replace("scores[c]", "now")}    if now > top:\n        top, best = now, c\n`;
    const start = "top, best = 0, 1\n";
    const ended = (before: string): string => text(before, beaten).replace("best = max(scores, key=scores.get)\n", "");
    expect((await withheld(ended(`${start}top = plain.score(X_test, y_test)\n`), "HLD201")).join()).toContain("`top` holds a score of the test rows too");
    expect(await fixedText(ended(start), "HLD201")).toContain("now = accuracy_score(y_valid, model.predict(X_valid))");
  });

  it("is moved where what is said of the test rows elsewhere is no score to compare", async () => {
    const found = tried.replace(
      "scores[c] = accuracy_score(y_test, model.predict(X_test))",
      "found = model.predict(X_test)\n    scores[c] = (found == y_test).mean()",
    );
    const fixed = await fixedText(`${text("", found)}found = model.predict(X_test)\nscores = {"best": accuracy_score(y_test, found)}\n`, "HLD201");
    expect(fixed).toContain("scores[c] = (found == y_valid).mean()");
  });

  it("is moved where all of them are tried there", async () => {
    const fixed = await fixedText(text("", tried), "HLD201");
    expect(fixed).toContain("model.fit(X_fit, y_fit)");
    expect(fixed).toContain("scores[c] = accuracy_score(y_valid, model.predict(X_valid))");
  });

  it("is not moved where one was trained before, on the validation rows too", async () => {
    const beside = `${tried}    scores["plain"] = accuracy_score(y_test, plain.predict(X_test))\n`;
    expect((await withheld(text("", beside), "HLD201")).join()).toContain("was trained before on the rows that the validation part would be cut from");
  });
});

describe("a model that goes on to predict rows of another file", () => {
  const text = (below: string): string => `${head}from sklearn.metrics import accuracy_score
later = pd.read_csv("later.csv")
model = LogisticRegression()
model.fit(X, y)
found = model.predict(X)
print(accuracy_score(y, found))
${below}`;
  const later = 'later["kind"] = model.predict(later[["leaf", "stem"]])\nlater.to_csv("out.csv")\n';

  it("stays trained on all of its rows, and a copy is scored", async () => {
    const fixed = await fixedText(text(later), "HLD205");
    expect(await titles(text(later), "HLD205")).toEqual(["Score a copy of the model on rows held out of its training"]);
    expect(fixed).toContain("model.fit(X, y)\nX_train, X_test, y_train, y_test = train_test_split(X, y, ");
    expect(fixed).toContain("model_copy = clone(model).fit(X_train, y_train)\nfound = model_copy.predict(X_test)\nprint(accuracy_score(y_test, found))\n");
    expect(fixed).toContain(later);
  });

  it("is trained on a part where it predicts nothing else", async () => {
    expect(await fixedText(text(""), "HLD205")).toContain("model.fit(X_train, y_train)\nfound = model.predict(X_test)\n");
  });

  it("is one that is written to a file, too", async () => {
    const saved = await fixedText(text('import joblib\njoblib.dump(model, "model.pkl")\n'), "HLD205");
    expect(saved).toContain("model.fit(X, y)\n");
    expect(saved).toContain("model_copy = clone(model).fit(X_train, y_train)\nfound = model_copy.predict(X_test)\n");
    const scored = text('import joblib\njoblib.dump(model, "model.pkl")\n').replace(/found[\s\S]*?found\)\)/, "print(model.score(X, y))");
    expect(await fixedText(scored, "HLD205")).toContain(
      'print(model.score(X, y))\nprint("Cross-validation score:", cross_val_score(model, X, y, cv=5).mean())\n',
    );
  });

  it("is left alone where the program says that the score is in sample", async () => {
    const open = text("").replace("print(acc", 'print("In-sample accuracy", acc');
    expect((await withheld(open, "HLD205")).join()).toContain("says that the score is one of all rows");
  });

  it("is left alone where it cannot be copied", async () => {
    const kept = text(later).replace("model = ", "models = {}\nmodels['first'] = ").replaceAll("model.", "models['first'].");
    expect((await withheld(kept, "HLD205")).join()).toContain("for which it is to be trained on all that it has");
  });
});

describe("a split that moves above the copies of rows", () => {
  const text = (above: string): string => `${head}from imblearn.over_sampling import SMOTE
# Even out the kinds
X_more, y_more = SMOTE().fit_resample(X, y)
print(y_more.value_counts())
${above}X_train, X_test, y_train, y_test = train_test_split(X_more, y_more, random_state=4)
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
`;
  const moved = "X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=4, stratify=y)\n";

  it("takes the comments along that announce it", async () => {
    const fixed = await fixedText(text("\n# Split the plants,\n# a quarter for tests\n"), "HLD105");
    expect(fixed).toContain(`# Split the plants,\n# a quarter for tests\n${moved}# Even out the kinds\n`);
    expect(fixed.match(/# Split the plants/g)).toHaveLength(1);
  });

  it("leaves others where they are", async () => {
    expect(await fixedText(text("# what is trained on\n"), "HLD105")).toContain("# what is trained on\nX_train, y_train = X_more, y_more\n");
  });

  it("stays where a printed text or the number of a step says that it is made there", async () => {
    expect((await withheld(text('print("Splitting the plants ...")\n'), "HLD105")).join()).toContain("printed above the split");
    expect((await withheld(text("# 3. Train-test split\n"), "HLD105")).join()).toContain("counts the split among the steps");
  });
});
