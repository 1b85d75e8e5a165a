/** What people who read offered fixes refused after the fourteenth review: held here by programs of our own. */
import { describe, expect, it } from "vitest";
import { fixedText, withheld } from "./offers.js";
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
