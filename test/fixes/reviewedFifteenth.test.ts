/** What people who read offered fixes refused after the fourteenth review: held here by programs of our own. */
import { describe, expect, it } from "vitest";
import { fixedText, offered, titles, withheld } from "./offers.js";
import { head, split } from "./plants.js";

describe("a fit to all rows whose result nobody reads any more", () => {
  const text = (more: string): string => `${head}from sklearn.model_selection import cross_val_score
${split}scaler = StandardScaler()
# scale everything
X_scaled = scaler.fit_transform(X)
${more}X_train = scaler.fit_transform(X_train)
X_test = scaler.transform(X_test)
model = LogisticRegression()
print(cross_val_score(model, X_scaled, y, cv=5))
print(model.fit(X_train, y_train).score(X_test, y_test))
`;

  it("goes where the same transformer is fitted again below", async () => {
    const after = await fixedText(text(""), "HLD102");
    expect(after).toContain("cross_val_score(make_pipeline(scaler, model), X, y, cv=5)");
    expect(after).not.toContain("X_scaled");
    expect(after).toContain("X_train = scaler.fit_transform(X_train)");
  });

  it("takes along a comment that speaks of nothing else", async () => {
    const after = await fixedText(text("\n"), "HLD102");
    expect(after).not.toContain("# scale everything");
  });

  it("stays where held-out rows alone are fitted again", async () => {
    const twice = text("").replace("X_train = scaler.fit_transform(X_train)\nX_test = scaler.transform(X_test)", "X_test = scaler.fit_transform(X_test)");
    expect(await fixedText(twice, "HLD102")).toContain("X_scaled = scaler.fit_transform(X)");
  });

  it("stays where the transformer is read before", async () => {
    expect(await fixedText(text("print(scaler.mean_)\n"), "HLD102")).toContain("X_scaled = scaler.fit_transform(X)");
  });
});

describe("what is told of the scores of a sweep", () => {
  const text = (more: string): string => `${head}from sklearn.neighbors import KNeighborsClassifier
import matplotlib.pyplot as plt
${split}test_scores = []
for k in range(1, 9):
    test_scores.append(KNeighborsClassifier(k).fit(X_train, y_train).score(X_test, y_test))
# Test accuracy by neighbours
plt.figure(figsize=(4, 3))
plt.plot(range(1, 9), test_scores)
top_test_score = max(test_scores)
${more}final = KNeighborsClassifier(3).fit(X_train, y_train)
print("Test score:", final.score(X_test, y_test))
`;

  it("is reworded behind the loop, too, where what holds them is renamed", async () => {
    const after = await fixedText(text('print("Best Test Score {}".format(top_test_score * 100))\n'), "HLD201");
    expect(after).toContain('print("Best Validation Score {}".format(top_valid_score * 100))');
    expect(after).toContain("# Validation accuracy by neighbours\nplt.figure");
    expect(after).toContain('print("Test score:", final.score(X_test, y_test))');
  });

  it("is not guessed where other things are printed beside", async () => {
    const more = 'other = LogisticRegression().fit(X_train, y_train).score(X_test, y_test)\nprint("Test scores:", other, top_test_score)\n';
    expect((await withheld(text(more), "HLD201")).join()).toContain("of other things names the test rows");
  });
});

describe("the history of a training that stops by the test rows", () => {
  const text = (label: string, call: string): string => `from tensorflow import keras
import matplotlib.pyplot as plt
${head}${split}def show(trained):
    gone = trained.history["val_loss"]
    fig, ax = plt.subplots()
    ax.plot(gone, label="${label}")
    ax.legend()
def made():
    net = keras.Sequential([keras.layers.Dense(1, activation="sigmoid")])
    net.compile(loss="binary_crossentropy")
    return net
net = made()
past = net.fit(X_train, y_train, validation_data=(X_test, y_test), epochs=90, callbacks=[keras.callbacks.EarlyStopping(restore_best_weights=True)])
${call}print(net.evaluate(X_test, y_test))
`;

  it("is not drawn as that of the test rows, by a function either", async () => {
    expect((await withheld(text("Test loss", "show(past)\n"), "HLD202")).join()).toContain("the history is that of the test rows");
    expect((await withheld(text("", 'lost = past.history["val_loss"]\nplt.plot(lost, label="Test loss")\n'), "HLD202")).join()).toContain(
      "the history is that of the test rows",
    );
  });

  it("is drawn as that of the validation rows", async () => {
    expect(await fixedText(text("Validation loss", "show(past)\n"), "HLD202")).toContain("validation_data=(X_valid, y_valid)");
    expect(await fixedText(text("", 'plt.plot(past.history["val_loss"], label="Test loss")\n'), "HLD202")).toContain('label="Validation loss"');
  });
});

describe("a pipeline that transforms in each fold", () => {
  it("brings no file of what it leaves alone", async () => {
    const text = `import joblib
from sklearn.impute import KNNImputer
from sklearn.model_selection import GridSearchCV
${head}filler = KNNImputer()
X = pd.DataFrame(filler.fit_transform(X), columns=X.columns)
${split}scaler = StandardScaler()
scaled = scaler.fit_transform(X_train)
search = GridSearchCV(LogisticRegression(), {"C": [0.1, 1]}, cv=3)
search.fit(scaled, y_train)
model = search.best_estimator_
print(model.score(scaler.transform(X_test), y_test))
joblib.dump(model, "model.pkl")
joblib.dump(scaler, "scaler.pkl")
`;
    const told = (await offered(text, "HLD102")).map(({ offer }) => offer.title);
    expect(told.join()).toContain("Pipeline");
    expect(told.join()).not.toContain("save `filler`");
  });
});

describe("a scaler that is saved", () => {
  const text = (more: string): string => `import joblib
from sklearn.neighbors import KNeighborsClassifier
${head}${split}scaler = StandardScaler()
A_train = scaler.fit_transform(X_train)
A_test = scaler.transform(X_test)
joblib.dump(scaler, "scaler.pkl")
${more}scores = []
for k in range(1, 9):
    near = KNeighborsClassifier(n_neighbors=k).fit(A_train, y_train)
    scores.append(near.score(A_test, y_test))
best = int(np.argmax(scores)) + 1
print(KNeighborsClassifier(n_neighbors=best).fit(A_train, y_train).score(A_test, y_test))
`;

  it("learns from no fewer rows for a choice, where other models go by it", async () => {
    const more = "print(LogisticRegression().fit(A_train, y_train).score(A_test, y_test))\n";
    expect(await fixedText(text(more), "HLD201")).toContain("scores.append(cross_val_score(make_pipeline(scaler, near), X_train, y_train, cv=5).mean())\n");
    expect(await fixedText(text(""), "HLD201")).toContain("near = KNeighborsClassifier(n_neighbors=k).fit(A_fit");
  });
});

describe("a threshold that is chosen out of fold", () => {
  const text = (more: string): string => `from sklearn.metrics import f1_score
${head}${split}model = LogisticRegression().fit(X_train, y_train)
chances = model.predict_proba(X_test)[:, 1]
best, limit = 0, 0.5
for t in [0.3, 0.5, 0.7]:
    score = f1_score(y_test, chances >= t)
    if score > best:
        best, limit = score, t
print(f1_score(y_test, chances >= limit))
${more}`;

  it("is not read off a format", async () => {
    expect((await titles(text('print(f"{limit}")\nthreshold = limit\nprint(f"{threshold:0.3f}")\n'), "HLD201")).join()).not.toContain("further down");
  });

  it("is said to be chosen anew where it is written down", async () => {
    const said = "; the threshold 0.7 further down was chosen by the old scores, choose it anew";
    expect(await titles(text('print(pd.DataFrame({"Model": ["a", "b"], "Threshold": [0.5, 0.7]}))\n'), "HLD201")).toEqual([
      `Choose by out-of-fold predictions for the training rows${said}`,
    ]);
    expect((await titles(text('print("at threshold=0.7")\n'), "HLD201")).join()).toContain(said);
    expect((await titles(text('print("at threshold=0.5, or 0.9")\nprint(chances.max(initial=0.7))\n'), "HLD201")).join()).not.toContain("further down");
  });
});
