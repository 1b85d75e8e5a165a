/** HLD105: rows that are resampled in one place and split, or cross-validated, under other names or in a function. */
import { describe, expect, it } from "vitest";
import { fixedText, withheld } from "./offers.js";

const head = `import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score, train_test_split
df = pd.read_csv("a.csv")
X = df[["a", "b"]]
y = df["y"]
`;

describe("resampled rows under other names", () => {
  const text = (between: string): string => `${head}X_more, y_more = SMOTE().fit_resample(X, y)
print(len(X_more))
data, labels = X_more, y_more
${between}X_train, X_test, y_train, y_test = train_test_split(data, labels, test_size=0.3, stratify=labels, random_state=1)
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
`;

  it("are those of the training part, which is cut before", async () => {
    const fixed = await fixedText(text(""), "HLD105");
    expect(fixed).toContain(
      "X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, stratify=y, random_state=1)\nX_more, y_more = SMOTE().fit_resample(X_train, y_train)\nprint(len(X_more))\ndata, labels = X_more, y_more\nX_train, y_train = data, labels\n",
    );
  });

  it("are left alone where they change on the way", async () => {
    expect((await withheld(text("data = data * 2\n"), "HLD105")).join()).toContain("`data` changes on the way to the split.");
    expect((await withheld(text("data['a'] = data['a'] * 2\n"), "HLD105")).join()).toContain("`data` changes on the way to the split.");
  });
});

describe("a function that cross-validates resampled rows", () => {
  const split = "X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)\n";
  const text = (behind: string, param = ""): string => `${head}${split}smote = SMOTE(random_state=0)
X_more, y_more = smote.fit_resample(X_train, y_train)
def score_of(C${param}):
    return cross_val_score(LogisticRegression(C=C), X_more, y_more, cv=5).mean()
print(score_of(1))
${behind}`;

  it("resamples in each fold", async () => {
    const fixed = await fixedText(text("model = LogisticRegression().fit(X_more, y_more)\nprint(model.score(X_test, y_test))\n"), "HLD105");
    expect(fixed).toContain("    return cross_val_score(make_pipeline(smote, LogisticRegression(C=C)), X_train, y_train, cv=5).mean()\n");
    expect(fixed).toContain("X_more, y_more = smote.fit_resample(X_train, y_train)\n");
  });

  it("leaves the resampled rows to other functions that read them", async () => {
    const other = "def size():\n    return len(X_more)\nprint(size())\n";
    expect(await fixedText(text(other), "HLD105")).toContain(`X_more, y_more = smote.fit_resample(X_train, y_train)\n`);
    expect(await fixedText(text(""), "HLD105")).not.toContain("fit_resample");
  });

  it("is left alone where it may see other rows when it is called", async () => {
    expect((await withheld(text("X_train = X_train * 2\n"), "HLD105")).join()).toContain("`X_train` is another thing by then.");
    expect((await withheld(text("smote = None\n"), "HLD105")).join()).toContain("`smote` is another thing in the function.");
    expect((await withheld(text("y_more = y_more[:9]\n"), "HLD105")).join()).toContain("is made of the resampled rows in a way that cannot be followed.");
    expect((await withheld(text("", ", y_train=None"), "HLD105")).join()).toContain("`y_train` is another thing in the function.");
  });
});

describe("a function that cross-validates the model and the resampled rows that it is given", () => {
  const split = "X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)\n";
  const text = (calls: string, more = ""): string => `${head}def folds(model, rows, labels):
    print(cross_val_score(model, rows, labels, cv=5).mean())
${more}
${split}smote = SMOTE(random_state=0)
X_more, y_more = smote.fit_resample(X_train, y_train)
${calls}`;

  it("is given a pipeline and the rows as they were, wherever it is called with them", async () => {
    const fixed = await fixedText(text("folds(LogisticRegression(), X_more, y_more)\nfolds(LogisticRegression(C=2), labels=y_more, rows=X_more)\n"), "HLD105");
    expect(fixed).toContain("folds(make_pipeline(smote, LogisticRegression()), X_train, y_train)\n");
    expect(fixed).toContain("folds(make_pipeline(smote, LogisticRegression(C=2)), labels=y_train, rows=X_train)\n");
    expect(fixed).not.toContain("X_more");
  });

  it("stays as it is where it is called with other rows", async () => {
    const fixed = await fixedText(text("folds(LogisticRegression(), X_more, y_more)\nfolds(LogisticRegression(), X_test, y_test)\n"), "HLD105");
    expect(fixed).toContain("folds(LogisticRegression(), X_test, y_test)\n");
  });

  it("is left alone where it asks more of the model", async () => {
    const more = "    model.fit(rows, labels)\n    print(model.coef_)\n";
    expect((await withheld(text("folds(LogisticRegression(), X_more, y_more)\n", more), "HLD105")).join()).toContain("`model` is used in");
  });
});

describe("resampled rows that are made a table before they are cross-validated", () => {
  const resampled = "X_more, y_more = SMOTE(random_state=0).fit_resample(X, y)\n";
  const scored = (rows: string, labels: string): string => `print(cross_val_score(LogisticRegression(), ${rows}, ${labels}).mean())\n`;
  const piped = "print(cross_val_score(make_pipeline(SMOTE(random_state=0), LogisticRegression()), X, y).mean())\n";

  it.each([
    ["X_more = pd.DataFrame(X_more, columns=X.columns)\n", "X_more", "y_more"],
    ["table = pd.DataFrame(X_more, columns=X.columns)\nlabels = pd.Series(y_more, name='y')\n", "table", "labels"],
    ["X = X_more\ny = y_more\n", "X", "y"],
    ["X, y = X_more, y_more\n", "X", "y"],
  ])("%s", async (links, rows, labels) => {
    expect(await fixedText(`${head}${resampled}${links}${scored(rows, labels)}`, "HLD105")).toMatch(
      new RegExp(`y = df\\["y"\\]\\n${piped.replace(/[()[\]]/g, "\\$&")}$`),
    );
  });

  it("stay for a model that is trained on them", async () => {
    const links = "X = pd.DataFrame(X_more, columns=X.columns)\ny = y_more\n";
    const fixed = await fixedText(`${head}${resampled}${links}model = LogisticRegression().fit(X, y)\n${scored("X", "y")}`, "HLD105");
    expect(fixed).toContain(`X_raw, y_raw = X, y\n${resampled}${links}model = LogisticRegression().fit(X, y)\n`);
    expect(fixed).toContain("LogisticRegression()), X_raw, y_raw).mean())");
  });

  it("are left where a column is written into them", async () => {
    const links = "table = pd.DataFrame(X_more, columns=X.columns)\ntable['c'] = table['a'] * table['b']\n";
    expect((await withheld(`${head}${resampled}${links}${scored("table", "y_more")}`, "HLD105")).join()).toContain("`table` changes after it was resampled.");
  });

  it("are left where they are worked on", async () => {
    expect((await withheld(`${head}${resampled}X_more = X_more * 2\n${scored("X_more", "y_more")}`, "HLD105")).length).toBe(1);
  });
});

describe("a function that resamples what it is handed, for cross-validation", () => {
  const def = (sampler: string, more = ""): string => `def balanced(X, y):\n${more}    smote = ${sampler}\n    return smote.fit_resample(X, y)\n\n`;
  const called = "X_more, y_more = balanced(X, y)\nprint(cross_val_score(LogisticRegression(), X_more, y_more).mean())\n";

  it("goes, and its sampler stands in the pipeline", async () => {
    const fixed = await fixedText(`${head}${def("SMOTE(random_state=0)")}${called}`, "HLD105");
    expect(fixed).not.toContain("balanced");
    expect(fixed).toContain("print(cross_val_score(make_pipeline(SMOTE(random_state=0), LogisticRegression()), X, y).mean())");
  });

  it.each([
    [def("SMOTE(k_neighbors=len(y))"), called, "the sampler depends on the rows"],
    [def("SMOTE()", "    X = X * 2\n"), called, "it does more"],
    [def("SMOTE()"), `${called}A, b = balanced(X, y)\nprint(A)\n`, "it is called twice"],
  ])("stays where %j, %j: %s", async (made, calls) => {
    expect((await withheld(`${head}${made}${calls}`, "HLD105")).length).toBe(1);
  });
});
