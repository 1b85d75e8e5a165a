/** Which rows go where when a validation part is cut, or when rows are resampled in each fold. */
import { describe, expect, it } from "vitest";
import { fixedText, titles, withheld } from "./offers.js";
import { chosenOnTest, head, split } from "./plants.js";

describe("labels in files of their own", () => {
  const files = (labels: string): string => `import pandas as pd
from sklearn.linear_model import LogisticRegression
X_train = pd.read_csv("X_train.csv")
X_test = pd.read_csv("X_test.csv")
${labels}
${chosenOnTest("X_train", "X_test")}`;

  it("are cut with the inputs that they are trained with", async () => {
    const fixed = await fixedText(files('y_train = pd.read_csv("y_train.csv")\ny_test = pd.read_csv("y_test.csv")'), "HLD201");
    expect(fixed).toContain("X_fit, X_valid, y_fit, y_valid = train_test_split(X_train, y_train, test_size=0.2, random_state=0)\nfor c in");
    expect(fixed).toContain("    model.fit(X_fit, y_fit)\n    score = model.score(X_valid, y_valid)\n");
    expect(fixed.endsWith("model = LogisticRegression(C=chosen).fit(X_train, y_train)\nprint(model.score(X_test, y_test))\n")).toBe(true);
  });

  it("stay where those of the held-out rows are called otherwise", async () => {
    const text = files('y_train = pd.read_csv("y_train.csv")\nanswers = pd.read_csv("answers.csv")').replaceAll("y_test", "answers");
    expect((await withheld(text, "HLD201"))[0]).toContain("`");
  });
});

describe("a validation part that is cut before the training rows are scaled", () => {
  it("has rows that are called its own", async () => {
    const text = `${head}${split}scaler = StandardScaler()
X_ready = scaler.fit_transform(X_train)
X_last = scaler.transform(X_test)
${chosenOnTest("X_ready", "X_last")}`;
    const fixed = await fixedText(text, "HLD201");
    expect(fixed).not.toContain("test_rows");
    expect(fixed).toContain("fit_rows, valid_rows = train_test_split(");
  });
});

describe("rows that are resampled for a search and for others", () => {
  const text = (made: string, used: string): string => `${head}from imblearn.over_sampling import SMOTE
from sklearn.model_selection import GridSearchCV
${split}sampler = SMOTE()
${made}
${used}search = GridSearchCV(LogisticRegression(), {"C": [1, 2]})
search.fit(X_more, y_more)
print(search.best_score_)
`;
  const own = "X_more, y_more = sampler.fit_resample(X_train, y_train)";
  const others = "model = LogisticRegression()\nmodel.fit(X_more, y_more)\nprint(model.score(X_test, y_test))\n";
  const searched = 'search = GridSearchCV(make_pipeline(sampler, LogisticRegression()), {"logisticregression__C": [1, 2]})\nsearch.fit(X_train, y_train)\n';

  it("are resampled in each fold, and stay for the others", async () => {
    const fixed = await fixedText(text(own, others), "HLD105");
    expect(fixed).toContain(searched);
    expect(fixed).toContain(`sampler = SMOTE()\n${own}\n${others}`);
  });

  it("go where nobody else has them, with what is said of them", async () => {
    const fixed = await fixedText(text(`# Even classes\n${own}\n`, ""), "HLD105");
    expect(fixed).toContain(`sampler = SMOTE()\n\n${searched}`);
    expect(fixed).not.toContain("Even classes");
  });

  it("are overwritten by others: the rows before get a name of their own", async () => {
    const over = (s: string): string => s.replaceAll("X_more", "X_train").replaceAll("y_more", "y_train");
    const fixed = await fixedText(over(text(own, others)), "HLD105");
    expect(fixed).toContain(`X_train_raw, y_train_raw = X_train, y_train\n${over(own)}\n${others.replaceAll("_more", "_train")}`);
    expect(fixed).toContain("search.fit(X_train_raw, y_train_raw)");
    expect(await withheld(over(text(own.replace("(X_train, y_train)", "(X_train.values, y_train)"), others)), "HLD105")).toContain(
      "`X_train`, all of it resampled, is used by `model.fit(X_train, y_train)` too.",
    );
  });

  const looped = (data: string): string =>
    `${text(own, others).replace(/search = [\s\S]*/, "")}for c in [1, 2]:
    model = LogisticRegression(C=c)
    print(cross_val_score(model, ${data}).mean())
`.replace("import GridSearchCV", "import cross_val_score");

  it("are resampled in each fold of a cross-validation in a loop", async () => {
    expect(await fixedText(looped("X_more, y_more"), "HLD105")).toContain(
      "    print(cross_val_score(make_pipeline(sampler, model), X_train, y_train).mean())\n",
    );
  });

  it("are left where what is cross-validated is made of them", async () => {
    const made = looped("X_less, y_more").replace("for c in", "X_less = X_more.abs()\nfor c in");
    expect(await withheld(made, "HLD105")).toContain("`X_less` is made of the resampled rows in a way that cannot be followed.");
    const inside = looped("X_more, y_more").replace("    model =", "    X_train = X_train.abs()\n    model =");
    expect(await withheld(inside, "HLD105")).toContain("`X_train` is another thing by then.");
  });

  it("before a split and a search are resampled below the split, and in each fold", async () => {
    const both = `${text("", "")
      .replace("sampler = SMOTE()", "sampler = SMOTE()\nX_more, y_more = sampler.fit_resample(X, y)")
      .replaceAll("(X_more, y_more)", "(X_train, y_train)")}model = LogisticRegression().fit(X_train, y_train)
print(f1_score(y_test, model.predict(X_test)))
`
      .replace(split, "")
      .replace("search =", `${split.replace("(X, y,", "(X_more, y_more,")}search =`)
      .replace("import numpy", "from sklearn.metrics import f1_score\nimport numpy");
    expect((await titles(both, "HLD105"))[0]).toBe("Resample the training part only; resample inside each fold");
    const fixed = await fixedText(both, "HLD105");
    expect(fixed).toContain("X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=4, stratify=y)\n");
    expect(fixed).toContain("X_train_raw, y_train_raw = X_train, y_train\nX_train, y_train = sampler.fit_resample(X_train, y_train)\n");
    expect(fixed).toContain("search.fit(X_train_raw, y_train_raw)");
    expect(fixed).toContain("model = LogisticRegression().fit(X_train, y_train)");
  });

  it("of another resampling under the same names are told apart", async () => {
    const again = `${text(own, "")}X_more, y_more = SMOTE(k_neighbors=3).fit_resample(X_train, y_train)
model = LogisticRegression().fit(X_more, y_more)
print(model.score(X_test, y_test))
`;
    const fixed = await fixedText(again, "HLD105");
    expect(fixed).not.toContain(own);
    expect(fixed).toContain("X_more, y_more = SMOTE(k_neighbors=3)");
  });

  it("leave what is read off the best estimator to the step that has it", async () => {
    const read = (last: string): string => `${text(own, "")}best = search.best_estimator_\n${last}\n`;
    expect(await fixedText(read("print(best.coef_)"), "HLD105")).toContain('print(best.named_steps["logisticregression"].coef_)\n');
    expect(await fixedText(read("show(best)"), "HLD105")).toContain('best = search.best_estimator_.named_steps["logisticregression"]\nshow(best)\n');
  });
});

describe("rows that are copied by hand", () => {
  const text = (between: string): string => `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.utils import resample
df = pd.read_csv("plants.csv")
print(df.shape)
many = df[df.kind == 0]
few = df[df.kind == 1]
copied = resample(few, n_samples=len(many), random_state=0)
both = pd.concat([many, copied])
${between}X = both.drop("kind", axis=1)
y = both["kind"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=4)
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
`;
  const cut = 'df_train, df_test = train_test_split(df, random_state=4, stratify=df["kind"])\nmany = df_train[df_train.kind == 0]\n';

  it("leave the table as it was, which may be shown below", async () => {
    expect(await fixedText(text("print(df.corr())\n"), "HLD105")).toContain(cut);
    expect(await withheld(text("means = df.mean()\n"), "HLD105")).toContain("`df` is used after the copies were made.");
  });

  it("are as many as the training part needs, which a number that is written out does not tell", async () => {
    expect(await withheld(text("").replace("len(many)", "900"), "HLD105")).toContain(
      "The number of rows that are drawn is written out for all rows, and the training part has fewer.",
    );
  });

  it("are counted in the training part: numbers of all rows are not those", async () => {
    const counted = text("").replace("many = ", "count = len(df)\nmany = ").replace("len(many)", "count");
    expect(await withheld(counted, "HLD105")).toContain("The number of rows that are drawn is counted over all rows, and the training part has fewer.");
  });

  it("begin with the selection of the classes: what reads the table above is another thing", async () => {
    const above = "for c in df:\n    print(c, df[c].unique())\nother = df.mean()\n";
    expect(await fixedText(text("").replace("many = ", `${above}many = `), "HLD105")).toContain(`${above}${cut}`);
  });

  it("are drawn below the import of what splits, which moves up", async () => {
    const line = "from sklearn.model_selection import train_test_split\n";
    const fixed = await fixedText(text(line).replace(line, ""), "HLD105");
    expect(fixed.indexOf(line)).toBeLessThan(fixed.indexOf(cut));
    expect(fixed.split(line)).toHaveLength(2);
  });

  it("are not cleaned on the way, in a loop either: the held-out rows would not be", async () => {
    const loop = 'for c in ["leaf", "stem"]:\n    both = both[both[c] < 9]\n';
    expect(await withheld(text(loop), "HLD105")).toContain("`both` changes on the way.");
  });
});
