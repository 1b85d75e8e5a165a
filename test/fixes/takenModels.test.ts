/** Searches whose best model goes on with rows that the program prepared itself: the search alone is given a pipeline. */
import { describe, expect, it } from "vitest";
import { fixedText, withheld } from "./offers.js";
import { head, split } from "./plants.js";

const searched = (used: string, scoring = ""): string => `${head}import joblib
from sklearn.model_selection import GridSearchCV
${split}scaler = StandardScaler()
X_train_s = scaler.fit_transform(X_train)
X_test_s = scaler.transform(X_test)
search = GridSearchCV(LogisticRegression(), {"C": [1, 2]}${scoring})
search.fit(X_train_s, y_train)
${used}`;
const model = 'search.best_estimator_.named_steps["logisticregression"]';
const bare = '{name.split("__", 1)[1]: value for name, value in search.best_params_.items()}';

describe("a search that is stored", () => {
  const stored = 'joblib.dump(search, "m.joblib")\njoblib.dump(scaler, "s.joblib")\n';

  it("leaves its best model in the file, which takes what the stored scaler gives", async () => {
    const fixed = await fixedText(searched(stored), "HLD102");
    expect(fixed).toContain(`search.fit(X_train, y_train)\n${stored.replace("search,", `${model},`)}`);
    expect(fixed).toContain("X_train_s = scaler.fit_transform(X_train)\n");
  });

  it("is left where it was fitted to some of the rows alone", async () => {
    const some = searched(stored).replace("search.fit(X_train_s, y_train)", "search.fit(X_train_s[:40], y_train[:40])");
    expect((await withheld(some, "HLD102")).join()).toContain("The search is handed on in");
  });

  it("is left where what is loaded is asked for what only a search knows", async () => {
    const loaded = `${stored}found = joblib.load("m.joblib")\nprint(found.best_score_)\n`;
    expect(await withheld(searched(loaded), "HLD102")).toContain('The search is handed on in `joblib.dump(search, "m.joblib")`.');
  });

  it("has its scaler fitted alone where nobody reads the scaled rows under their old name any more", async () => {
    const overwritten = searched(`print(search.score(X_test, y_test))\n${stored}`).replaceAll("X_train_s", "X_train").replaceAll("X_test_s", "X_test");
    const fixed = await fixedText(overwritten, "HLD102");
    expect(fixed).toContain("scaler = StandardScaler()\nscaler.fit(X_train)\nsearch = ");
    expect(fixed).not.toContain("X_train_raw");
    const shown = overwritten.replace("search = ", "print(X_train[:3])\nsearch = ");
    expect(await fixedText(shown, "HLD102")).toContain("X_train_raw = X_train\nX_train = scaler.fit_transform(X_train)\n");
  });

  it("is left where a network beside it would have the scaler fitted to fewer rows", async () => {
    const network = `net = Sequential([Dense(4, activation="relu"), Dense(1, activation="sigmoid")])
net.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
net.fit(X_train_s, y_train, epochs=9, validation_split=0.2, callbacks=[EarlyStopping(patience=2)])
print(net.evaluate(X_test_s, y_test))
`;
    const text = (last: string): string =>
      searched(`${network}${last}`).replace(
        "import joblib\n",
        "import joblib\nfrom tensorflow.keras.callbacks import EarlyStopping\nfrom tensorflow.keras.layers import Dense\nfrom tensorflow.keras.models import Sequential\n",
      );
    expect(await fixedText(text("print(search.best_score_)\n"), "HLD102")).toContain("validation_data=");
    expect((await withheld(text(stored), "HLD102")).join()).toMatch(/still be found|bring a new finding/);
  });

  it("is shown as it is", async () => {
    expect(await fixedText(searched(`search\nprint(search)\n${stored}`), "HLD102")).toContain(
      "search.fit(X_train, y_train)\nsearch\nprint(search)\njoblib.dump(search.",
    );
  });
});

describe("searches in a table", () => {
  const kept = (asked: string): string => `models = {}\nmodels["line"] = search\n${asked}`;

  it("leave their best models there where these are asked for predictions or stored", async () => {
    const asked =
      'for name, found in models.items():\n    joblib.dump(found, name)\n    print(found.predict(X_test_s))\nprint(models["line"].predict(X_test_s))\n';
    expect(await fixedText(searched(kept(asked)), "HLD102")).toContain(`models["line"] = ${model}\n${asked}`);
    const one = 'found = models["line"]\nprint(found.predict(X_test_s))\n';
    expect(await fixedText(searched(kept(one)), "HLD102")).toContain(`models["line"] = ${model}\n${one}`);
  });

  it("are left where more is asked, or nobody knows what is", async () => {
    const reason = 'The search is handed on in `models["line"] = search`.';
    for (const asked of [
      "for found in models.values():\n    print(found.best_params_)\n",
      'found = models["line"]\nprint(found.best_score_)\n',
      'print(models["line"].cv_results_)\n',
      "show(models)\n",
    ])
      expect(await withheld(searched(kept(asked)), "HLD102")).toContain(reason);
  });

  it("are left where a score would be of another kind", async () => {
    const asked = "for found in models.values():\n    print(found.score(X_test_s, y_test))\n";
    expect(await fixedText(searched(kept(asked)), "HLD102")).toContain(model);
    expect(await withheld(searched(kept(asked), ', scoring="f1_macro"'), "HLD102")).toContain('The search is handed on in `models["line"] = search`.');
  });
});

describe("how much the columns matter to a search", () => {
  const asked = (scoring: string): string =>
    `from sklearn.inspection import permutation_importance\nprint(permutation_importance(search, X_test_s, y_test${scoring}).importances_mean)\n`;

  it("is asked of it with the rows as they were where no column becomes another", async () => {
    expect(await fixedText(searched(asked("")), "HLD102")).toContain("permutation_importance(search, X_test, y_test)");
  });

  it("is asked of its best model elsewhere, by the same score", async () => {
    const reduced = (scoring: string, of = ""): string =>
      searched(asked(scoring), of).replace("scaler = StandardScaler()", "from sklearn.decomposition import PCA\nscaler = PCA(2, random_state=0)");
    expect(await fixedText(reduced(""), "HLD102")).toContain(`permutation_importance(${model}, X_test_s, y_test)`);
    expect(await fixedText(reduced(', scoring="f1"', ', scoring="f1"'), "HLD102")).toContain(
      `permutation_importance(${model}, X_test_s, y_test, scoring="f1")`,
    );
    expect((await withheld(reduced("", ', scoring="f1"'), "HLD102")).join()).toContain("The search is handed on in");
  });
});

describe("what a search is asked with", () => {
  const halves = "halves = [scaler.transform(X_test[:9]), scaler.transform(X_test[9:])]\n";

  it("goes to its best model where the same scaler prepared it in a way that nobody follows", async () => {
    const fixed = await fixedText(searched(`${halves}print(search.predict(halves[0]), search.predict(X_test_s))\n`), "HLD102");
    expect(fixed).toContain(`print(${model}.predict(halves[0]), search.predict(X_test))`);
  });

  it("is left where another one prepared it, nobody did, or its score is of another kind", async () => {
    const other = "other = StandardScaler()\nX_other = other.fit_transform(X_test)\nprint(search.predict(X_other))\n";
    expect((await withheld(searched(other), "HLD102")).join()).toContain("`X_other` was prepared in a way that cannot be followed.");
    const none = 'print(search.predict(pd.read_csv("new.csv")))\n';
    expect((await withheld(searched(none), "HLD102")).join()).toContain("was prepared in a way that cannot be followed.");
    const scored = `${halves}print(search.score(halves[0], y_test[:9]))\n`;
    expect((await withheld(searched(scored, ', scoring="f1_macro"'), "HLD102")).join()).toContain("was prepared in a way that cannot be followed.");
  });
});

describe("the best parameters of a search", () => {
  it("go by the model's own names where they are read by name, or given back", async () => {
    const read = 'best = search.best_params_\nprint(LogisticRegression(C=best["C"]).fit(X_train_s, y_train).score(X_test_s, y_test))\n';
    expect(await fixedText(searched(read), "HLD102")).toContain(read.replace("search.best_params_", bare));
    const inFunction = searched("").replace(
      /search = [\s\S]*$/,
      'def tuned(rows, labels):\n    search = GridSearchCV(LogisticRegression(), {"C": [1, 2]})\n    search.fit(rows, labels)\n    return search.best_params_\n\n\nprint(LogisticRegression(**tuned(X_train_s, y_train)).fit(X_train_s, y_train).score(X_test_s, y_test))\n',
    );
    expect(await fixedText(inFunction, "HLD102")).toContain(`    return ${bare}\n`);
  });

  it("keep the names of steps where they are only shown", async () => {
    expect(await fixedText(searched("best = search.best_params_\nprint(best)\n"), "HLD102")).toContain("best = search.best_params_\nprint(best)\n");
  });

  it("may be those of a search without steps where a branch made another one", async () => {
    const branches = (used: string): string =>
      searched(used).replace(
        /search = .*\nsearch.fit.*\n/,
        'if len(X) > 9:\n    search = GridSearchCV(LogisticRegression(), {"C": [1, 2]})\n    search.fit(X_train_s, y_train)\nelse:\n    search = GridSearchCV(LogisticRegression(), {"C": [3, 4]})\n    search.fit(X_train, y_train)\n',
      );
    const fixed = await fixedText(branches('best = {}\nbest["line"] = search.best_params_\nprint(LogisticRegression(**best["line"]))\n'), "HLD102");
    expect(fixed).toContain(`best["line"] = ${bare.replace("[1]", "[-1]")}\n`);
    expect((await withheld(branches("print(search.best_estimator_.coef_)\n"), "HLD102")).join()).toContain("`search` is the search in one branch only.");
    expect((await withheld(branches('print(search.best_params_["C"])\n'), "HLD102")).join()).toContain("`search` is the search in one branch only.");
  });
});

describe("a search that was given a table with the names of its columns", () => {
  const framed = (columns: string, table = "scaler.fit_transform(X_train)"): string =>
    searched("found = search.best_estimator_\nshow(found)\nprint(found.predict(X_test_s))\n").replace(
      "X_train_s = scaler.fit_transform(X_train)",
      `X_train_s = pd.DataFrame(${table}, columns=${columns})`,
    );

  it("hands the names on to its model", async () => {
    for (const columns of ["X_train.columns", "X.columns", "list(X_train.columns)", "X_train.columns.tolist()"])
      expect(await fixedText(framed(columns), "HLD102")).toContain('GridSearchCV(make_pipeline(scaler, LogisticRegression()).set_output(transform="pandas"), ');
  });

  it("hands them on where they are kept under a name", async () => {
    const kept = framed("names").replace("scaler = ", "names = X_train.columns\nscaler = ");
    expect(await fixedText(kept, "HLD102")).toContain('.set_output(transform="pandas"), ');
    expect((await withheld(kept.replace("X_train.columns", '["a", "b"]'), "HLD102")).join()).toContain("Its best estimator is used on its own.");
  });

  it("is left where the names are others, the columns may be, or the library is too old", async () => {
    for (const text of [
      framed('["a", "b"]'),
      framed("df.columns"),
      framed("X_train.columns").replaceAll("StandardScaler", "KBinsDiscretizer"),
      framed("X_train.columns").replace("scaler = ", "from sklearn.datasets import load_boston\nscaler = "),
    ])
      expect((await withheld(text, "HLD102")).join()).toMatch(/Its best estimator is used on its own/);
  });
});

describe("a split further down that cuts all rows again", () => {
  it("draws no rows in front of what is learned from the training part of the first one", async () => {
    const again = `${searched("print(search.best_score_)\n")}${split}print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))\n`;
    expect(await fixedText(again, "HLD102")).not.toContain("train_rows");
  });
});
