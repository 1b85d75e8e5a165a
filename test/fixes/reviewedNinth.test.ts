/** What people who read offered fixes refused after the eighth review: held here by programs of our own. */
import { describe, expect, it } from "vitest";
import { fixedText, reasons } from "./offers.js";
import { head, scored, split } from "./plants.js";

describe("a loop over settings", () => {
  const text = (t: string): string => `${head}${split}X_train, X_test, y_train, y_test = X_train${t}, X_test${t}, y_train, y_test
scores = []
for c in [0.1, 1, 10]:
    model = LogisticRegression(C=c)
    model.fit(X_train${t}, y_train)
    scores.append(model.score(X_test${t}, y_test))
print(max(scores))
best = LogisticRegression(C=1).fit(X_train${t}, y_train)
print(best.score(X_test${t}, y_test))
`;

  it("cuts no part of a table that has its rows in columns", async () => {
    expect((await reasons(text(".T"), "HLD201")).join()).toContain("has its rows in columns");
    expect(await fixedText(text(""), "HLD201")).toContain("X_fit, X_valid, y_fit, y_valid = train_test_split(X_train, y_train, ");
  });
});

describe("a search for a model that is fitted where it is made", () => {
  it("names the step after the model", async () => {
    const fixed = await fixedText(
      `${head}from sklearn.model_selection import GridSearchCV
from sklearn.preprocessing import StandardScaler
${split}scaler = StandardScaler()
scaled = scaler.fit_transform(X_train)
model = LogisticRegression().fit(scaled, y_train)
grid = {"C": [0.1, 1]}
search = GridSearchCV(model, grid)
search.fit(scaled, y_train)
print(search.best_score_)
`,
      "HLD102",
    );
    expect(fixed).toContain('grid = {"logisticregression__C": [0.1, 1]}');
    expect(fixed).toContain("GridSearchCV(make_pipeline(scaler, model), grid)");
  });
});

describe("a split that holds nothing out", () => {
  const text = (size: string): string => `${head}X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=${size}, random_state=0)
model = LogisticRegression().fit(X_train, y_train)
print(model.score(X_train, y_train))
`;

  it("has no part to score on", async () => {
    expect(await fixedText(text("0.2"), "HLD205")).toContain('print("Test score:", model.score(X_test, y_test))');
    const fixed = await fixedText(text("0"), "HLD205");
    expect(fixed).toContain("X_fit, X_valid, y_fit, y_valid = train_test_split(X_train, y_train, random_state=0)\n");
    expect(fixed).toContain('print("Validation score:", model.score(X_valid, y_valid))');
    expect(await reasons(text("0"), "HLD205")).toEqual(["The model does not go on to predict other rows."]);
  });
});

describe("groups by a column of categories", () => {
  const text = (kind: string): string => `${head}df["soil"] = df["soil"].astype("${kind}")
df["usual"] = df.groupby("soil")["leaf"].transform("mean")
X = df[["leaf", "stem", "usual"]]
${split}${scored}`;

  it("are not looked up: what comes back would hold categories, and no numbers", async () => {
    expect((await reasons(text("category"), "HLD101")).join()).toContain("column of categories gives no numbers");
    expect(await fixedText(text("str"), "HLD101")).toContain(".map(");
  });
});
