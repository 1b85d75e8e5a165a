/** What people who read offered fixes refused after the eleventh review: held here by programs of our own. */
import { describe, expect, it } from "vitest";
import { applyToDocument } from "../../server/src/fixes/apply.js";
import { cellsOf } from "../helpers/check.js";
import { documentOf, fixedText, offered, textsOf, titles, withheld } from "./offers.js";
import { head, limitOnTest, scored, split } from "./plants.js";

describe("a column that is made of another, which is dropped before the split", () => {
  const text = (drop: string): string => `${head}data = pd.read_csv("trips.csv")
X, y = data[["fare", "miles"]].copy(), data["tip"]
scaler = StandardScaler()
X["fare_scaled"] = scaler.fit_transform(X[["fare"]])
rows = X.drop(columns="${drop}")
X_train, X_test, y_train, y_test = train_test_split(rows, y, random_state=3)
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
`;

  it("is not made below the split, where the other is gone", async () => {
    for (const title of await titles(text("fare"), "HLD101")) expect(title).not.toMatch(/^Split first/);
  });

  it("is made there where the other stays", async () => {
    expect(await titles(text("miles"), "HLD101")).toContainEqual(expect.stringMatching(/^Split first/));
  });
});

describe("test rows that went through another transformer before the one that becomes a step", () => {
  it("keep the statement that the search is asked about instead", async () => {
    const text = `${head}from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer
from sklearn.model_selection import GridSearchCV
notes, later = pd.read_csv("notes.csv"), pd.read_csv("later.csv")
hasher = HashingVectorizer(alternate_sign=False)
counts = hasher.fit_transform(notes["text"])
later_counts = hasher.transform(later["text"])
weigh = TfidfTransformer()
weighed = weigh.fit_transform(counts)
later_weighed = weigh.transform(later_counts)
search = GridSearchCV(LogisticRegression(), {"C": [1, 10]}, cv=5)
search.fit(weighed, notes["kind"])
print(search.best_score_)
print(search.best_estimator_.predict(later_weighed))
`;
    const after = await fixedText(text, "HLD102");
    expect(after).toContain('later_counts = hasher.transform(later["text"])');
    expect(after).toContain("predict(later_counts)");
  });
});

describe("what is said above a paragraph that ends in the loop which tries settings", () => {
  const loop = `# try each depth and record testing accuracy
depths = range(1, 9)
scores = []
for d in depths:
    model = DecisionTreeClassifier(max_depth=d).fit(X_train, y_train)
    scores.append(model.score(X_test, y_test))
best = depths[int(np.argmax(scores))]
model = DecisionTreeClassifier(max_depth=best).fit(X_train, y_train)
print(model.score(X_test, y_test))
`;
  const text = (between = ""): string => `from sklearn.tree import DecisionTreeClassifier
${head}${split}${loop.replace("scores = []\n", `scores = []\n${between}`)}`;

  it("speaks of the validation rows then", async () => {
    expect(await fixedText(text(), "HLD201")).toContain("# try each depth and record validation accuracy\ndepths");
  });

  it("stays where a blank line stands between", async () => {
    expect(await fixedText(text("\n"), "HLD201")).toContain("# try each depth and record testing accuracy\ndepths");
  });

  it("speaks of no full training set where a part of it stops the training", async () => {
    const stopped = `import lightgbm as lgb
${head}${split}# Train the final model on the full training set
settings = {"n_estimators": 500}
settings["verbose"] = -1
model = lgb.LGBMClassifier(**settings)
model.fit(X_train, y_train, eval_set=[(X_test, y_test)], callbacks=[lgb.early_stopping(20)])
print(model.score(X_test, y_test))
`;
    expect(await fixedText(stopped, "HLD202")).toContain("# Train the final model on the training set\nsettings = ");
  });
});

describe("comments of a split on how it draws, which move up with it", () => {
  it("stand above what is said there, not between that and its code", async () => {
    const text = `${head}scaler = StandardScaler()
# scale the columns
X[["leaf"]] = scaler.fit_transform(X[["leaf"]])
print(X.describe())
# random_state=8: the same rows each time
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=8)
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
`;
    expect(await fixedText(text, "HLD101")).toMatch(/# random_state=8: the same rows each time\ntrain_rows, test_rows = .*\n# scale the columns\nX\[/);
  });
});

describe("an import that a fix needs", () => {
  const scored = `scaled = StandardScaler().fit_transform(X)
print(cross_val_score(LogisticRegression(), scaled, y).mean())
`;
  const imports =
    "import pandas as pd\nfrom sklearn.linear_model import LogisticRegression\nfrom sklearn.model_selection import cross_val_score\nfrom sklearn.preprocessing import StandardScaler\n";
  const data = 'df = pd.read_csv("plants.csv")\nX, y = df[["leaf", "stem"]], df["kind"]\n';
  const step = "from sklearn.pipeline import make_pipeline\n";

  it("stands in the cell that imports all it needs itself", async () => {
    const cells = (await fixedText(`import os\nprint(os.getcwd())\n# %%\n${imports}${data}${scored}`, "HLD102")).split("# %%\n");
    expect(cells[0]).not.toContain(step);
    expect(cells[1]).toContain(step);
  });

  it("stands where the notebook keeps its imports for a cell with one of its own", async () => {
    const cells = (await fixedText(`${imports}# %%\nimport os\n${data}${scored}`, "HLD102")).split("# %%\n");
    expect(cells[0]).toContain(step);
  });

  it("stands behind what installs packages", async () => {
    const text = `import sys\n!{sys.executable} -m pip install imbalanced-learn\n# %%\n${imports.split("\n").slice(1, 3).join("\n")}\n# %%\n${data}${scored}`;
    const first = (
      await fixedText(`${text}`.replace("# %%\nfrom", "import pandas as pd\nfrom sklearn.preprocessing import StandardScaler\n# %%\nfrom"), "HLD102")
    ).split("# %%\n")[0] as string;
    expect(first.indexOf(step)).toBeGreaterThan(first.indexOf("pip install"));
  });

  it("leaves the others of its kind where the program has several", async () => {
    const again = "from sklearn.model_selection import KFold, train_test_split\n";
    const text = `import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler
${data}scaled = StandardScaler().fit_transform(X)
print(scaled[:2])
from sklearn.model_selection import train_test_split
X_train, X_test, y_train, y_test = train_test_split(scaled, y, random_state=2)
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
${again}A, B, c, d = train_test_split(df[["leaf"]], y, random_state=1)
print(LogisticRegression().fit(A, c).score(B, d), KFold(3))
`;
    expect(await fixedText(text, "HLD101")).toContain(again);
  });
});

describe("what a loop made for cross-validation, and learns inside of it then", () => {
  const text = (read = ""): string => `${head}from sklearn.feature_selection import SelectKBest
from sklearn.model_selection import cross_val_score
X = pd.read_csv("genes.csv").drop(columns="kind")
for k in [10, 20]:
${read}    best = SelectKBest(k=k).fit_transform(X, y)
    model = LogisticRegression()
    print(k, cross_val_score(model, best, y, cv=5).mean())
`;

  it("goes where nothing else reads it", async () => {
    const after = await fixedText(text(), "HLD103");
    expect(after).toContain("cross_val_score(make_pipeline(SelectKBest(k=k), model), X, y, cv=5)");
    expect(after).not.toContain("fit_transform");
  });

  it("stays where the next round reads it", async () => {
    expect(await fixedText(text("    if k > 10:\n        print(best.shape)\n"), "HLD103")).toContain("best = SelectKBest(k=k).fit_transform(X, y)");
  });
});

describe("an encoder that sees fewer rows than before", () => {
  const imports = "from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder\n";
  const folds = (encoder: string, made = ""): string => `${head}${imports}from sklearn.compose import make_column_transformer
from sklearn.model_selection import cross_val_score
${made}prepare = make_column_transformer((${encoder}, ["soil"]), (StandardScaler(), ["leaf"]))
ready = prepare.fit_transform(df[["soil", "leaf"]])
print(cross_val_score(LogisticRegression(), ready, y).mean())
`;

  it("takes the categories that only the rows of another fold have", async () => {
    expect(await fixedText(folds("OneHotEncoder(drop='first')"), "HLD102")).toContain(`OneHotEncoder(drop='first', handle_unknown="ignore"), ["soil"]`);
    expect(await fixedText(folds('OneHotEncoder(categories="auto")'), "HLD102")).toContain('OneHotEncoder(categories="auto", handle_unknown="ignore")');
    expect(await fixedText(folds("encode", "encode = OrdinalEncoder()\n"), "HLD102")).toContain(
      'encode = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1)',
    );
  });

  it("stays as it is where it says what it does, or knows all categories", async () => {
    for (const own of ['OneHotEncoder(handle_unknown="error")', 'OneHotEncoder(categories=[["clay", "sand"]])'])
      expect(await fixedText(folds(own), "HLD102")).toContain(`(${own}, ["soil"])`);
  });

  it("takes those of the test rows too", async () => {
    const rows = `X_train, X_test, y_train, y_test = train_test_split(ready, y, random_state=4)
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
`;
    const text = `${folds("OneHotEncoder(max_categories=5)").replace(/print.*\n$/, "")}${rows}`;
    expect(await fixedText(text, "HLD101")).toContain('OneHotEncoder(max_categories=5, handle_unknown="ignore")');
  });
});

describe("what a fix does not make any more", () => {
  const before = `${head}from imblearn.over_sampling import SMOTE
more, labels = SMOTE(random_state=1).fit_resample(X, y)
X_train, X_test, y_train, y_test = train_test_split(more, labels, random_state=2)
`;

  it("is not deleted either", async () => {
    expect(await fixedText(`${before}del df, X, y, more, labels\n${scored}`, "HLD105")).toContain("\ndel df, X, y\n");
    expect(await fixedText(`${before}del more, labels\n${scored}`, "HLD105")).not.toMatch(/^del /m);
  });

  it("is given to nothing else as if it held all rows", async () => {
    const again = "again = more.copy()\nA, B, c, d = train_test_split(again, labels, random_state=7)\nprint(LogisticRegression().fit(A, c).score(B, d))\n";
    expect(await titles(`${before}${scored}${again}`, "HLD105")).toEqual([]);
    expect(await titles(`${before}print(more.shape)\n${scored}`, "HLD105")).not.toEqual([]);
  });

  it("is not what the folds of a loop are counted by", async () => {
    const loops = `from sklearn.decomposition import PCA
from sklearn.model_selection import StratifiedKFold
wide = pd.DataFrame(StandardScaler().fit_transform(X), columns=X.columns)
wide = PCA(0.95).fit_transform(wide)
folds = StratifiedKFold(4)
for train, test in folds.split(wide, y):
    model = LogisticRegression().fit(wide[train], y[train])
    print(model.score(wide[test], y[test]))
`;
    const after = await fixedText(`${head}${loops}`, "HLD102");
    expect(after).toContain("folds.split(X, y)");
    expect(after).not.toMatch(/^wide = /m);
  });
});

describe("the best setting by the validation rows", () => {
  const loop = `from sklearn.tree import DecisionTreeClassifier
${head}${split}depths = [1, 2, 3]
test_scores = []
for d in depths:
    model = DecisionTreeClassifier(max_depth=d).fit(X_train, y_train)
    test_scores.append(model.score(X_test, y_test))
best = depths[int(np.argmax(test_scores))]
# the depth with the best test score
print(best)
`;

  it("is not called the test rows' in a comment further below", async () => {
    const final = "model = DecisionTreeClassifier(max_depth=best).fit(X_train, y_train)\nprint(model.score(X_test, y_test))\n";
    expect(await fixedText(`${loop}${final}`, "HLD201")).toContain("# the depth with the best validation score\nprint(best)");
  });

  it("is scored where only another kind of model is", async () => {
    const after = await fixedText(`${loop}print(max(test_scores))\n${scored}`, "HLD201");
    expect(after).toContain("best_model = DecisionTreeClassifier(max_depth=best)\nbest_model.fit(X_train, y_train)\n");
  });
});

describe("the scores of two loops in cells of their own", () => {
  const loop = (kind: string): string => `test_scores = []
for d in [1, 2, 3]:
    model = ${kind}(max_depth=d).fit(X_train, y_train)
    test_scores.append(model.score(X_test, y_test))
plt.plot([1, 2, 3], test_scores, label="Test")
best = [1, 2, 3][int(np.argmax(test_scores))]
`;
  const kinds = ["DecisionTreeClassifier", "ExtraTreeClassifier"];

  it("are called those of the validation rows in both, whichever is asked", async () => {
    const final = kinds.map((kind) => `print(${kind}(max_depth=best).fit(X_train, y_train).score(X_test, y_test))\n`);
    const text = `import matplotlib.pyplot as plt
from sklearn.tree import ${kinds.join(", ")}
${head}${split}# %%
${kinds.map(loop).join("# %%\n")}# %%
${final.join("")}`;
    for (const { offer } of await offered(text, "HLD201")) {
      if (!offer.fix) throw new Error(offer.withheld ?? "");
      const cells = textsOf(applyToDocument(documentOf(cellsOf(text)), offer.fix.edits));
      expect(cells.filter((cell) => cell.includes("plt.plot(") && cell.includes('label="Validation"'))).toHaveLength(2);
    }
  });
});

describe("a transformer that was read from a file", () => {
  it("is called so in the title of a fix", async () => {
    const text = `import pickle
${head}from sklearn.model_selection import cross_val_score
with open("prepare.pkl", "rb") as file:
    prepare = pickle.load(file)
ready = prepare.fit_transform(X)
print(cross_val_score(LogisticRegression(), ready, y).mean())
`;
    expect(await titles(text, "HLD102")).toEqual(["Make it a Pipeline: fit the loaded transformer inside each fold"]);
  });
});

describe("a score on training rows", () => {
  const scoredOn = (more = ""): string => `${head}results = {}
for name, model in {"a": LogisticRegression(), "b": LogisticRegression(C=2)}.items():
    model.fit(X, y)
${more}    print("Score train data: %.4f" % model.score(X, y))
`;

  it("is called another one in a text that ends in a format", async () => {
    expect(await fixedText(scoredOn(), "HLD205")).toMatch(/"Score (test|validation) data: %.4f"/);
  });

  it("stays where the models are kept to predict other rows", async () => {
    const later = 'later = pd.read_csv("later.csv")\nprint(results["a"].named_steps["c"].predict(later))\n';
    expect((await withheld(`${scoredOn("    results[name] = model\n")}${later}`, "HLD205")).join()).toContain("is kept in `results`");
  });
});

describe("predictions for test rows that chose a threshold", () => {
  const text = (more = ""): string => `from sklearn.metrics import f1_score
${head}${split}${limitOnTest("model = LogisticRegression()\n", "model.predict_proba(X_test)[:, 1]")}${more}`;

  it("are not made where nobody reads them any more", async () => {
    expect(await fixedText(text(), "HLD201")).not.toContain("\nchances = ");
    expect(await fixedText(text("print(chances[:5])\n"), "HLD201")).toContain("\nchances = ");
  });
});

describe("a network before cross-validation", () => {
  it("becomes no step of a Pipeline unless something wraps it", async () => {
    const text = `from tensorflow.keras import Sequential
from sklearn.model_selection import GridSearchCV
${head}network = Sequential()
scaled = StandardScaler().fit_transform(X)
search = GridSearchCV(network, {"epochs": [5, 9]}, cv=3)
search.fit(scaled, y)
print(search.best_score_)
`;
    expect((await withheld(text, "HLD102")).join()).toContain("A network that nothing wraps");
  });
});
