/** Settings that are tried by cross-validation on the training rows, where no part of these can be cut off. */
import { describe, expect, it } from "vitest";
import { fixedText, titles } from "./offers.js";
import { head, split } from "./plants.js";

const prepared = `scaler = StandardScaler()
A_train = scaler.fit_transform(X_train)
A_test = scaler.transform(X_test)
joblib.dump(scaler, "scaler.pkl")
line = LogisticRegression().fit(A_train, y_train)
print(line.score(A_test, y_test))
`;
const imports = "import joblib\nfrom sklearn.metrics import f1_score, log_loss\nfrom sklearn.neighbors import KNeighborsClassifier\n";
const final = "print(f1_score(y_test, KNeighborsClassifier(n_neighbors=best).fit(A_train, y_train).predict(A_test)))\n";

/** A saved scaler prepares the rows of a loop and of another model. */
const text = (body: string, { before = "", cut = split, after = final } = {}): string => `${imports}${head}${cut}${prepared}${before}scores = []
for k in range(1, 9):
    near = KNeighborsClassifier(n_neighbors=k)
${body}
best = int(np.argmax(scores)) + 1
${after}`;

describe("a loop over settings whose rows a saved scaler prepares", () => {
  it("predicts out of fold, and trains no model that nobody asks", async () => {
    const fixed = await fixedText(text("    near.fit(A_train, y_train)\n    scores.append(f1_score(y_test, near.predict(A_test)))"), "HLD201");
    expect(fixed).toContain(`    near = KNeighborsClassifier(n_neighbors=k)
    scores.append(f1_score(y_train, cross_val_predict(make_pipeline(scaler, near), X_train, y_train, cv=5)))
`);
    expect(fixed.endsWith(final)).toBe(true);
  });

  it("asks for probabilities as it did", async () => {
    const body = "    near.fit(A_train, y_train)\n    chances = near.predict_proba(A_test)[:, 1]\n    scores.append(-log_loss(y_test, chances))";
    expect(await fixedText(text(body), "HLD201")).toContain(
      '    chances = cross_val_predict(make_pipeline(scaler, near), X_train, y_train, cv=5, method="predict_proba")[:, 1]\n    scores.append(-log_loss(y_train, chances))\n',
    );
  });

  it("goes on training a model that is used otherwise", async () => {
    const body = "    near.fit(A_train, y_train)\n    print(near.classes_)\n    scores.append(f1_score(y_test, near.predict(A_test)))";
    expect(await fixedText(text(body), "HLD201")).toContain("    near.fit(A_train, y_train)\n    print(near.classes_)\n    scores.append(f1_score(y_train, ");
    const own = "    scores.append(f1_score(y_test, near.fit(A_train, y_train).predict(A_test)))";
    expect(await titles(text(own), "HLD201")).toEqual([]);
  });

  it("calls its scores those of the validation", async () => {
    const body =
      '    near.fit(A_train, y_train)\n    test_score = f1_score(y_test, near.predict(A_test))  # on the test rows\n    print("Test F1", test_score)\n    scores.append(test_score)';
    const fixed = await fixedText(text(body), "HLD201");
    expect(fixed).toContain("  # on the validation rows\n");
    expect(fixed).toContain('    print("Validation F1", valid_score)\n');
    const apart = "    near.fit(A_train, y_train)\n    # Predict on test data\n    guess = near.predict(A_test)\n    scores.append(f1_score(y_test, guess))";
    expect(await fixedText(text(apart), "HLD201")).toContain("    # Predict on validation data\n    guess = cross_val_predict(");
  });

  it("stays where rows stand in the order of time", async () => {
    const cut = split.replace("random_state=4", "shuffle=False");
    const body = "    near.fit(A_train, y_train)\n    scores.append(f1_score(y_test, near.predict(A_test)))";
    expect(await titles(text(body, { cut }), "HLD201")).toEqual([]);
  });

  it("stays where nothing else is scored, or where other labels stand beside the predictions", async () => {
    const body = "    near.fit(A_train, y_train)\n    scores.append(f1_score(y_test, near.predict(A_test)))";
    const kept = text(body, { after: "print(best)\n" }).replace("print(line.score(A_test, y_test))\n", "");
    expect(await titles(kept, "HLD201")).toEqual([]);
    const before = 'y_rare = pd.read_csv("rare.csv")["rare"]\n';
    const beside = `${body}\n    print(f1_score(y_rare, near.predict(A_test)))`;
    expect(await titles(text(beside, { before }), "HLD201")).toEqual([]);
  });

  it("stays where a model is fitted with more than its rows", async () => {
    const body = "    near.fit(A_train, y_train, sample_weight=None)\n    scores.append(f1_score(y_test, near.predict(A_test)))";
    expect(await titles(text(body), "HLD201")).toEqual([]);
  });
});

describe("parts that a call elsewhere gives", () => {
  const objective = (labels: string): string => `import optuna
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_absolute_error
from plants import load

X_train, X_test, ${labels} = load()

def objective(trial):
    model = Ridge(alpha=trial.suggest_float("alpha", 0.1, 10))
    model.fit(X_train, y_train)
    return mean_absolute_error(y_test, model.predict(X_test))

study = optuna.create_study()
study.optimize(objective, n_trials=20)
best = Ridge(**study.best_params).fit(X_train, y_train)
print(mean_absolute_error(y_test, best.predict(X_test)))
`;

  it("are cut with their labels", async () => {
    const fixed = await fixedText(objective("y_train, y_test"), "HLD201");
    expect(fixed).toContain("X_fit, X_valid, y_fit, y_valid = train_test_split(X_train, y_train, test_size=0.2, random_state=0)\n");
    expect(fixed).toContain("    model.fit(X_fit, y_fit)\n    return mean_absolute_error(y_valid, model.predict(X_valid))\n");
  });

  it("stay where there are several kinds of labels", async () => {
    expect(await titles(objective("y_other, y_train, y_test"), "HLD201")).toEqual([]);
  });
});
