/** What people who read offered fixes refused after the eleventh review: held here by programs of our own. */
import { describe, expect, it } from "vitest";
import { fixedText, titles } from "./offers.js";
import { head, split } from "./plants.js";

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
