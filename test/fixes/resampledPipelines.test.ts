/** Rows that are resampled before a cross-validation of what is a pipeline already, or of a model whose class a run alone knows. */
import { describe, expect, it } from "vitest";
import { fixedText, titles, withheld } from "./offers.js";

const head = (imports: string): string => `import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, cross_val_score, train_test_split
${imports}from sklearn.preprocessing import StandardScaler
df = pd.read_csv("a.csv")
X_train, X_test, y_train, y_test = train_test_split(df[["a", "b"]], df["y"], random_state=1)
`;
const more = "smote = SMOTE(random_state=0)\nX_more, y_more = smote.fit_resample(X_train, y_train)\n";
const named = 'pipe = Pipeline([("scaler", StandardScaler()), ("model", LogisticRegression())])\n';
const searched = 'search = GridSearchCV(pipe, {"model__C": [1, 2]})\nsearch.fit(X_more, y_more)\nprint(search.score(X_test, y_test))\n';

describe("a pipeline that is there already", () => {
  const one = "from sklearn.pipeline import Pipeline\n";

  it("resamples in its first step, as a pipeline of imbalanced-learn", async () => {
    const fixed = await fixedText(`${head(one)}${more}${named}${searched}`, "HLD105");
    expect(fixed).toContain("from imblearn.pipeline import Pipeline\nfrom sklearn.preprocessing");
    expect(fixed).not.toContain("sklearn.pipeline");
    expect(fixed).toContain('pipe = Pipeline([("smote", smote), ("scaler", StandardScaler()), ("model", LogisticRegression())])\n');
    expect(fixed).toContain(searched.replace("X_more, y_more", "X_train, y_train"));
  });

  it("has the other class under another name where that of scikit-learn is read elsewhere", async () => {
    const other = 'print(Pipeline([("model", LogisticRegression())]))\n';
    const fixed = await fixedText(`${head(one)}${more}${named}${searched}${other}`, "HLD105");
    expect(fixed).toContain("from imblearn.pipeline import Pipeline as ImbPipeline\n");
    expect(fixed).toContain('pipe = ImbPipeline([("smote", smote), ("scaler"');
    expect(fixed).toContain(other);
  });

  it("may be made where it is cross-validated, without names", async () => {
    const crossed = "print(cross_val_score(make_pipeline(StandardScaler(), LogisticRegression()), X_more, y_more).mean())\n";
    const fixed = await fixedText(`${head("from sklearn.pipeline import make_pipeline\n")}${more}${crossed}`, "HLD105");
    expect(fixed).toContain("cross_val_score(make_pipeline(smote, StandardScaler(), LogisticRegression()), X_train, y_train)");
    expect(fixed).toContain("from imblearn.pipeline import make_pipeline\n");
  });

  it("is left where it is trained apart, or asked for steps by number", async () => {
    const text = (used: string): string => `${head(one)}${more}${named}${searched}${used}`;
    expect(await withheld(text("pipe.fit(X_train, y_train)\n"), "HLD105")).toContain("`pipe` is used by `pipe.fit(X_train, y_train)` too.");
    expect(await withheld(text("print(search.best_estimator_.steps[0])\n"), "HLD105")).toContain("A step of the pipeline is asked for by its number.");
  });
});

describe("models in a table", () => {
  const text = `${head("from sklearn.tree import DecisionTreeClassifier\n")}scaler = StandardScaler()
X_train_s, X_test_s = scaler.fit_transform(X_train), scaler.transform(X_test)
smote = SMOTE(random_state=0)
X_more, y_more = smote.fit_resample(X_train_s, y_train)
models = {"a": LogisticRegression(), "b": DecisionTreeClassifier()}
grids = {"a": {"C": [1, 2]}, "b": {"depth": [3]}}
kept = {}
for name, model in models.items():
    search = GridSearchCV(model, grids[name])
    search.fit(X_more, y_more)
    kept[name] = search.best_estimator_
for name, model in kept.items():
    print(name, model.score(X_test_s, y_test))
`;

  it("are resampled for in a pipeline whose steps have names, and taken out of it", async () => {
    const fixed = await fixedText(text, "HLD105");
    expect(fixed).toContain(
      'GridSearchCV(Pipeline([("smote", smote), ("model", model)]), {f"model__{parameter}": values for parameter, values in grids[name].items()})',
    );
    expect(fixed).toContain('kept[name] = search.best_estimator_.named_steps["model"]\n');
  });

  it("are scaled for in the same pipeline", async () => {
    expect(await titles(text, "HLD102")).toEqual(["Resample inside each fold; make it a Pipeline: fit StandardScaler inside each fold"]);
    const fixed = await fixedText(text, "HLD102");
    expect(fixed).toContain('Pipeline([("scaler", scaler), ("smote", smote), ("model", model)])');
    expect(fixed).toContain("search.fit(X_train, y_train)\n");
    expect(fixed).toContain('kept[name] = search.best_estimator_.named_steps["model"]\n');
  });
});
