/** Data that functions prepare, hand on and cross-validate with models of their own: the transformer goes to the model, and the data are handed on as they were. */
import { describe, expect, it } from "vitest";
import { fixedText, withheld } from "./offers.js";

const head = `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, cross_val_score, train_test_split
from sklearn.preprocessing import StandardScaler
`;
const prepared = (last: string, made = "StandardScaler()"): string => `
def prepare(path):
    df = pd.read_csv(path)
    X, y = df.drop(columns="kind"), df["kind"]
    # Scale the columns
    scaler = ${made}
    X_scaled = scaler.fit_transform(X)
${last}
`;
const judged = (first = ""): string => `
def judge(X, y):
${first}    model = LogisticRegression()
    print(len(X), cross_val_score(model, X, y).mean())

`;
const piped = "make_pipeline(StandardScaler(), model), X, y)";

describe("a function that gives back what it transformed", () => {
  it("gives it back as it was, and the model that another function cross-validates transforms it", async () => {
    const after = await fixedText(`${head}${prepared("    return X_scaled, y")}${judged()}X, y = prepare("plants.csv")\njudge(X, y)\n`, "HLD102");
    expect(after).toContain('    X, y = df.drop(columns="kind"), df["kind"]\n    return X, y\n');
    expect(after).toContain(piped);
    expect(after).toContain('X, y = prepare("plants.csv")\njudge(X, y)\n');
  });

  it("goes where it does nothing else", async () => {
    const scale = "\ndef scaled(data):\n    return StandardScaler().fit_transform(data)\n";
    const calls = 'df = pd.read_csv("plants.csv")\nX_s = scaled(df[["leaf"]])\njudge(X_s, df["kind"])\n';
    const after = await fixedText(`${head}${scale}${judged()}${calls}`, "HLD102");
    expect(after).not.toContain("scaled");
    expect(after).toContain('judge(df[["leaf"]], df["kind"])\n');
  });

  it("may split, and give back both parts", async () => {
    const parts = `
def parts(df):
    X_train, X_test, y_train, y_test = train_test_split(df[["leaf", "stem"]], df["kind"], random_state=0)
    scaler = StandardScaler()
    X_train = scaler.fit_transform(X_train)
    X_test = scaler.transform(X_test)
    return X_train, X_test, y_train, y_test

X_train, X_test, y_train, y_test = parts(pd.read_csv("plants.csv"))
search = GridSearchCV(LogisticRegression(), {"C": [1, 10]}).fit(X_train, y_train)
print(search.score(X_test, y_test))
`;
    const after = await fixedText(`${head}${parts}`, "HLD102");
    expect(after).toContain("random_state=0)\n    return X_train, X_test, y_train, y_test\n");
    expect(after).toContain('GridSearchCV(make_pipeline(StandardScaler(), LogisticRegression()), {"logisticregression__C": [1, 10]})');
  });

  it.each([
    ["    print(scaler.mean_)\n    return X_scaled, y", "", "`scaler` is used in `print(scaler.mean_)` too."],
    ["    print(X_scaled[:3])\n    return X_scaled, y", "", "`X_scaled` is used in `print(X_scaled[:3])` too."],
    ["    return X_scaled, y", "print(X[:3])\n", "`X` is used in `print(X[:3])` too."],
    ["    return X_scaled, y", "pairs = prepare('more.csv')\n", "`prepare` is called in `pairs = prepare('more.csv')` too."],
    ["    X = X.head()\n    return X_scaled, y", "", "`X` is another thing where `prepare` gives it back."],
  ])("stays as it is where more is read: %s%s", async (last, more, reason) => {
    expect(await withheld(`${head}${prepared(last)}${judged()}X, y = prepare("plants.csv")\njudge(X, y)\n${more}`, "HLD102")).toContain(reason);
  });

  it("writes no transformer elsewhere that is made of its own variables", async () => {
    const text = `${head}${prepared("    return X_scaled, y", "StandardScaler(with_mean=df is None)")}${judged()}X, y = prepare("plants.csv")\njudge(X, y)\n`;
    expect(await withheld(text, "HLD102")).toContain("`df` is another thing where the model is made.");
  });
});

describe("a function that cross-validates models of its own", () => {
  const scaled = `df = pd.read_csv("plants.csv")
X, y = df[["leaf", "stem"]], df["kind"]
scaler = StandardScaler()
X_s = scaler.fit_transform(X)
`;

  it("is given the data as they were, by a function that it is called from too", async () => {
    const outer = "def run(data, y):\n    judge(data, y)\n\n";
    const after = await fixedText(`${head}${scaled}${judged()}${outer}run(X_s, y)\n`, "HLD102");
    expect(after).toContain(piped);
    expect(after).toContain("run(X, y)\n");
    expect(after).not.toContain("scaler =");
  });

  it("may give back the search, which is asked about data as they were", async () => {
    const tuned = `
def tuned(X, y):
    search = GridSearchCV(LogisticRegression(), {"C": [1, 10]})
    search.fit(X, y)
    return search.best_estimator_, search.best_score_

`;
    const parts = 'X_train, X_test, y_train, y_test = train_test_split(df[["leaf"]], df["kind"], random_state=0)\n';
    const text = `${head}${tuned}df = pd.read_csv("plants.csv")\n${parts}scaler = StandardScaler()
best, score = tuned(scaler.fit_transform(X_train), y_train)
print(best.score(scaler.transform(X_test), y_test))
`;
    const after = await fixedText(text, "HLD102");
    expect(after).toContain("best, score = tuned(X_train, y_train)\nprint(best.score(X_test, y_test))\n");
  });

  it.each([
    [judged("    print(X[:3])\n"), "", "`X` is used in `print(X[:3])` too."],
    [judged(), "judge(X, y)\n", "`X` is made from the learning in a way that cannot be followed."],
    [judged(), "for f in [judge]:\n    f(X_s, y)\n", "`X` is made from the learning in a way that cannot be followed."],
  ])("is left where it is given more, or reads more: %s%s", async (own, more, reason) => {
    expect(await withheld(`${head}${scaled}${own}judge(X_s, y)\n${more}`, "HLD102")).toContain(reason);
  });
});
