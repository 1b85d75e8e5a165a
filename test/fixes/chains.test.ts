/** How the data of a cross-validation is followed back to what transformed it. */
import { describe, expect, it } from "vitest";
import { fixedText, withheld } from "./offers.js";

const head = `import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.naive_bayes import GaussianNB
from xgboost import XGBClassifier
train, test = pd.read_csv("train.csv"), pd.read_csv("test.csv")
words = TfidfVectorizer()
words.fit(train["text"])
`;
const searched = (used: string, model = "LogisticRegression()"): string => `search = GridSearchCV(${model}, {"C": [1, 2]}, cv=3)
search.fit(X_train, y_train)
${used}`;
const pair = `X_train, y_train = words.transform(train["text"]), train["topic"]
X_test, y_test = words.transform(test["text"]), test["topic"]
`;
const asked = "print(search.score(X_test, y_test))\n";

describe("the data of a search", () => {
  it("is followed through an assignment of several names", async () => {
    const fixed = await fixedText(`${head}${pair}${searched(asked)}`, "HLD102");
    expect(fixed).toContain(
      'GridSearchCV(make_pipeline(words, LogisticRegression()), {"logisticregression__C": [1, 2]}, cv=3)\nsearch.fit(train["text"], y_train)\n',
    );
    expect(fixed).toContain('print(search.score(test["text"], y_test))\n');
    expect(fixed).toContain(pair);
  });

  it("is not where names stand for what a call gives", async () => {
    const made = "X_train, y_train = both(words.transform(train['text']), train['topic'])\nX_test, y_test = X_train, y_train\n";
    expect((await withheld(`${head}${made}${searched(asked)}`, "HLD102")).join()).toContain("is made from the learning in a way that cannot be followed");
  });

  it("is sparse for models that take it so as well, and made dense by a step for others", async () => {
    const dense = 'X, y = words.transform(train["text"]).toarray(), train["topic"]\n';
    const score = (model: string): string => `${head}${dense}print(cross_val_score(${model}, X, y).mean())\n`;
    expect(await fixedText(score("LogisticRegression()"), "HLD102")).toContain('cross_val_score(make_pipeline(words, LogisticRegression()), train["text"], y)');
    for (const model of ["GaussianNB()", "XGBClassifier()"])
      expect(await fixedText(score(model), "HLD102")).toContain(
        `cross_val_score(make_pipeline(words, FunctionTransformer(lambda X: X.toarray(), accept_sparse=True), ${model}), train["text"], y)`,
      );
  });

  it("is made dense for what scales it, in a table that has the words for columns", async () => {
    const table = `table = pd.DataFrame(words.fit_transform(train["text"]).toarray(), columns=words.get_feature_names_out())
X, y = StandardScaler().fit_transform(table), train["topic"]
`;
    const text = `${head.replace("from xgboost", "from sklearn.preprocessing import StandardScaler\nfrom xgboost").replace('words.fit(train["text"])\n', "")}${table}`;
    expect(await fixedText(`${text}print(cross_val_score(LogisticRegression(), X, y).mean())\n`, "HLD102")).toContain(
      'make_pipeline(words, FunctionTransformer(lambda X: X.toarray(), accept_sparse=True), StandardScaler(), LogisticRegression()), train["text"], y)',
    );
  });
});

describe("best parameters kept in a table", () => {
  const kept = (used: string): string => `${head}${pair}found = {}\n${searched(`found["logistic"] = search.best_params_\n${used}`)}`;

  it("may have the name of their step where the table is shown", async () => {
    for (const used of ["print(found)\n", "for name in found:\n    print(name, found[name])\n"])
      expect(await fixedText(kept(used), "HLD102")).toContain('found["logistic"] = search.best_params_\n');
  });

  it("go by the model's own names where they are given to a model, or may be", async () => {
    for (const used of ['model = LogisticRegression(**found["logistic"])\n', 'print(found["logistic"]["C"])\n', "save(found)\n"])
      expect(await fixedText(kept(used), "HLD102")).toContain(
        `found["logistic"] = {name.split("__", 1)[1]: value for name, value in search.best_params_.items()}\n${used}`,
      );
  });
});

describe("parameters of searches in a table", () => {
  const text = (table: string, loop: string, model: string, grid: string): string => `${head}${pair}table = ${table}
for ${loop}:
    search = GridSearchCV(${model}, ${grid}, cv=3)
    search.fit(X_train, y_train)
    print(search.best_score_)
`;
  const grids = '{"one": {"C": [1, 2]}, "two": dict(C=[3])}';
  const entries = `{"one": {"model": LogisticRegression(), "grid": {"C": [1, 2]}}}`;

  it("are renamed on the way to the search", async () => {
    const renamed = (grid: string, word = "name"): string => `{f"model__{${word}}": values for ${word}, values in ${grid}.items()}`;
    for (const [table, loop, model, grid, word] of [
      [grids, "name in table", "make(name)", "table[name]", "parameter"],
      [grids, "kind, own in table.items()", "make(kind)", "table[kind]", "name"],
      [entries, "kind, entry in table.items()", 'entry["model"]', 'entry["grid"]', "name"],
      [entries, "kind in table", 'table[kind]["model"]', 'table[kind]["grid"]', "name"],
      ['[(LogisticRegression(), {"C": [1]})]', "pair in table", "pair[0]", "pair[1]", "name"],
    ] as const)
      expect(await fixedText(text(table, loop, model, grid), "HLD102")).toContain(renamed(grid, word));
  });

  it("are left where one of them may be a list of such tables", async () => {
    const listed = '{"one": {"C": [1, 2]}, "two": [{"C": [3]}]}';
    expect(await withheld(text(listed, "name in table", "make(name)", "table[name]"), "HLD102")).toContain("The parameters of the search are not written out.");
    expect(await withheld(text("load()", "entry in table", "make(entry)", 'entry["grid"]'), "HLD102")).toContain(
      "The parameters of the search are not written out.",
    );
  });
});
