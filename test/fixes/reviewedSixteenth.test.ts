/** What reviewers of fixes found: a target that is asked for further down, a model that other rows are predicted by. */
import { describe, expect, it } from "vitest";
import { fixedText, titles, withheld } from "./offers.js";

describe("the target among the inputs (HLD107)", () => {
  const text = (labels: string): string => `import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split
${labels === "y" ? "" : 'data = pd.read_csv("houses.csv")\n'}${labels === "y" ? 'whole = pd.read_csv("houses.csv")\ny = whole["price"]\ndata = whole\n' : ""}data = data.drop("Id", axis=1)
${labels === "y" ? "" : 'y = data["price"]\n'}X_train, X_test, y_train, y_test = train_test_split(data, y, random_state=1)
model = LinearRegression().fit(X_train, y_train)
print(model.score(X_test, y_test))
`;
  it("leaves no table in which it is asked for further down", async () => {
    expect(await withheld(text("later"), "HLD107")).toContain('`data["price"]` is read further down.');
    expect(await titles(text("y"), "HLD107")).toEqual(["Take price out of the inputs"]);
  });
});

describe("a model that is trained on all rows behind the split (HLD106)", () => {
  const text = (more: string): string => `import pandas as pd
from sklearn.linear_model import HuberRegressor
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import train_test_split
data = pd.read_csv("roads.csv")
x, y = data[["curve", "lanes"]], data["risk"]
X_train, X_test, y_train, y_test = train_test_split(x, y, random_state=1)
model = HuberRegressor()
model.fit(x, y)
guess = model.predict(X_test)
print(mean_squared_error(y_test, guess))
${more}`;
  it("stays so where it predicts other rows, and a copy is scored", async () => {
    const others = 'new = pd.read_csv("new.csv")\nprint(model.predict(new))\n';
    const fixed = await fixedText(text(others), "HLD106");
    expect(fixed).toContain("model.fit(x, y)\nmodel_copy = clone(model).fit(X_train, y_train)\nguess = model_copy.predict(X_test)\n");
    expect(fixed).toContain(others);
  });
  it("is trained on the training part where nobody else asks it", async () => {
    expect(await titles(text(""), "HLD106")).toEqual(["Train on the training part"]);
    expect(await titles(text("print(model.predict(X_train))\n"), "HLD106")).toEqual(["Train on the training part"]);
  });
});

describe("a comment that tells what was done to the rows of a name (HLD101)", () => {
  const text = (said: string): string => `import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsRegressor
from sklearn.preprocessing import StandardScaler
data = pd.read_csv("roads.csv")
X, y = data[["curve", "lanes"]], data["risk"]
X_scaled = StandardScaler().fit_transform(X)
# ${said}
X_train, X_test, y_train, y_test = train_test_split(X_scaled, y, random_state=1)
print(KNeighborsRegressor().fit(X_train, y_train).score(X_test, y_test))
`;
  it("keeps the name", async () => {
    const fixed = await fixedText(text("X_scaled is the standardized table"), "HLD101");
    expect(fixed).toContain("StandardScaler().fit(X.iloc[train_rows]).transform(X)\n# X_scaled is the standardized table\n");
  });
  it("names the other rows where it says nothing of them", async () => {
    expect(await fixedText(text("split X_scaled and y"), "HLD101")).toContain("# split X and y\nX_train, X_test, y_train, y_test = train_test_split(X, y,");
  });
});

describe("the same call with two models in one cell (HLD111)", () => {
  const text = `import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVR
data = pd.read_csv("roads.csv")
X_train, X_test, y_train, y_test = train_test_split(data[["curve", "lanes"]], data["risk"], random_state=1)
X_scaled = StandardScaler().fit_transform(X_train)
one, other = SVR().fit(X_scaled, y_train), SVR(C=3).fit(X_scaled, y_train)
print(one.score(StandardScaler().fit_transform(X_test), y_test))
print(other.score(StandardScaler().fit_transform(X_test), y_test))
`;
  it("is cured in both places", async () => {
    expect((await titles(text, "HLD111"))[0]).toBe("Fit one transformer on the training rows and use it on both, in 2 places");
    const fixed = await fixedText(text, "HLD111");
    expect(fixed.match(/standard_scaler\.transform\(X_test\)/g)).toHaveLength(2);
    expect(fixed).not.toContain("fit_transform(X_test)");
  });
});

describe("columns selected in a loop, whose name another loop binds anew (HLD103)", () => {
  it("go with the statement that made them", async () => {
    const fixed = await fixedText(
      `import pandas as pd
from sklearn.feature_selection import SelectFromModel
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_validate, train_test_split
from sklearn.tree import DecisionTreeClassifier
data = pd.read_csv("roads.csv")
X_train, X_test, y_train, y_test = train_test_split(data[["curve", "lanes"]], data["wet"], random_state=1)
models = {"a": LogisticRegression(), "b": DecisionTreeClassifier()}
for name, model in models.items():
    best = SelectFromModel(model)
    best.fit(X_train, y_train)
    print(X_train.columns[best.get_support()])
    X_best = best.transform(X_train)
    print(cross_validate(model, X_best, y_train)["test_score"].mean())
for name, model in models.items():
    X_best = X_train[["lanes"]]
    print(model.fit(X_best, y_train).score(X_test[["lanes"]], y_test))
`,
      "HLD103",
    );
    expect(fixed).toContain("print(X_train.columns[best.get_support()])\n    print(cross_validate(make_pipeline(best, model), X_train, y_train)");
  });
});

describe("encoders that a loop keeps for each column (HLD111)", () => {
  const text = (inputs: string): string => `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import LabelEncoder
data, new = pd.read_csv("roads.csv"), pd.read_csv("new.csv")
X, y = ${inputs}, data["wet"]
for column in X.columns:
    code = LabelEncoder()
    X[column] = code.fit_transform(X[column])
for column in new.columns:
    code = LabelEncoder()
    new[column] = code.fit_transform(new[column])
print(LogisticRegression().fit(X, y).predict(new))
`;
  it("have none for columns that were dropped from the training table alone", async () => {
    const dropped = text('data.drop(columns=["id", "wet"])').replace("X, y = ", "X = ").replace(', data["wet"]\n', '\ny = data["wet"]\n');
    expect(await withheld(dropped, "HLD111")).toContain("`new` may have columns that `X` lacks.");
    const both = dropped.replace("for column in new", 'new = new.drop(columns=["id"])\nfor column in new');
    expect(await fixedText(both, "HLD111")).toContain("code = label_encoders[column]\n    new[column] = code.transform(new[column])\n");
  });
});

describe("labels of a training score under a name of their own (HLD205)", () => {
  const text = (labels: string, told: string): string => `import pandas as pd
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier
data = pd.read_csv("roads.csv")
X_train, X_test, y_train, y_test = train_test_split(data[["curve", "lanes"]], data["wet"], random_state=1)
model = DecisionTreeClassifier().fit(X_train, y_train)
guess = model.predict(X_train)
${labels}print(accuracy_score(${told}, guess))
`;
  it("would stay those of the training rows, unless they are in another form alone", async () => {
    const learned = "from sklearn.preprocessing import LabelEncoder\ntruth = LabelEncoder().fit_transform(y_train)\n";
    expect(await withheld(text(learned, "truth"), "HLD205")).toContain("The labels of its score are made in another statement.");
    expect(await fixedText(text("truth = y_train.tolist()\n", "truth"), "HLD205")).toContain("guess = model.predict(X_test)\ntruth = y_test.tolist()\n");
    expect(await fixedText(text("", "y_train"), "HLD205")).toContain("accuracy_score(y_test, ");
  });
});

describe("settings written down between loops that try them (HLD201)", () => {
  it("are named in the title", async () => {
    const loop = (name: string, values: string, kept: string): string => `best = 0
for v in ${values}:
    model = RandomForestClassifier(${name}=v${kept})
    model.fit(X_train, y_train)
    score = model.score(X_test, y_test)
    if score > best:
        best, best_v = score, v
print(best_v, best)
`;
    const text = `import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split
data = pd.read_csv("roads.csv")
X_train, X_test, y_train, y_test = train_test_split(data[["curve", "lanes"]], data["wet"], random_state=1)
${loop("n_estimators", "[10, 50, 145]", "")}${loop("max_depth", "[2, 3, 5]", ", n_estimators=145")}`;
    expect((await titles(text, "HLD201"))[0]).toContain("; n_estimators=145 further down was chosen by the old scores, choose it anew");
  });
});

describe("a cell that installs a package without a sign for it", () => {
  it("stands above what imports from the package", async () => {
    const cells = `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score
# %%
pip install imbalanced-learn
# %%
from imblearn.over_sampling import SMOTE
X, y = pd.read_csv("roads.csv")[["curve", "lanes"]], pd.read_csv("roads.csv")["wet"]
# %%
smote = SMOTE(random_state=0)
X_more, y_more = smote.fit_resample(X, y)
print(cross_val_score(LogisticRegression(), X_more, y_more).mean())
`;
    expect(await fixedText(cells, "HLD105")).toContain("from imblearn.over_sampling import SMOTE\nfrom imblearn.pipeline import make_pipeline\n");
  });
});

describe("a grid in nested loops that writes down no setting (HLD201)", () => {
  const text = (kept: string): string => `import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier
data = pd.read_csv("roads.csv")
X_train, X_test, y_train, y_test = train_test_split(data[["curve", "lanes"]], data["wet"], random_state=1)
best, number, rounds = 0, 0, 0
for depth in [2, 4]:
    for leaf in [1, 5]:
        model = DecisionTreeClassifier(max_depth=depth, min_samples_leaf=leaf)
        model.fit(X_train, y_train)
        score = model.score(X_test, y_test)
        if ${kept}:
            best = score
            number = rounds
        rounds += 1
print(number, best)
`;
  it("keeps the model of the best round, which is trained on all training rows and scored once", async () => {
    const fixed = await fixedText(text("score > best"), "HLD201");
    expect(fixed).toContain("best_model = None\nfor depth in [2, 4]:");
    expect(fixed).toContain("            number = rounds\n            best_model = model\n        rounds += 1\n");
    expect(fixed).toContain('best_model.fit(X_train, y_train)\nprint("Score on the test rows:", best_model.score(X_test, y_test))\n');
  });
  it("keeps it in front of what ends the round", async () => {
    const fixed = await fixedText(
      text("score > best").replace("            number = rounds\n", "            number = rounds\n            continue\n"),
      "HLD201",
    );
    expect(fixed).toContain("            number = rounds\n            best_model = model\n            continue\n");
  });
  it("is left where the best begins anew in each outer round", async () => {
    const anew = text("score > best").replace("    for leaf in", "    best = 0\n    for leaf in");
    expect(await withheld(anew, "HLD201")).toContain("Nothing else is scored on the test rows: the program would have no honest score left.");
  });
  it("is left where an error may never fall below a number", async () => {
    const errors = (start: string): string =>
      text("score < best")
        .replace("import pandas as pd\n", "import numpy as np\nimport pandas as pd\nfrom sklearn.metrics import log_loss\n")
        .replace("best, number, rounds = 0, 0, 0", `best = ${start}\nnumber = rounds = 0`)
        .replace("model.score(X_test, y_test)", "log_loss(y_test, model.predict_proba(X_test))");
    expect(await withheld(errors("10"), "HLD201")).toContain("Nothing else is scored on the test rows: the program would have no honest score left.");
    expect(await fixedText(errors("np.inf"), "HLD201")).toContain("            best_model = model\n");
  });
  it("is left where every score may stay below the start", async () => {
    const regressed = text("score > best")
      .replace("import DecisionTreeClassifier", "import DecisionTreeRegressor")
      .replace("= DecisionTreeClassifier", "= DecisionTreeRegressor");
    const shares = regressed
      .replace("import pandas as pd\n", "import pandas as pd\nfrom sklearn.metrics import r2_score\n")
      .replace("model.score(X_test, y_test)", "r2_score(y_test, model.predict(X_test))");
    for (const each of [regressed, shares])
      expect(await withheld(each, "HLD201")).toContain("Nothing else is scored on the test rows: the program would have no honest score left.");
  });
  it("is left where it goes by something else", async () => {
    expect(await withheld(text("score > 0.9"), "HLD201")).toContain("Nothing else is scored on the test rows: the program would have no honest score left.");
  });
});
