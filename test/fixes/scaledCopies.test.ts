/** Copies of training rows that are scaled before they are searched: the pipeline makes the copies, scales and trains. */
import { describe, expect, it } from "vitest";
import { fixedText, withheld } from "./offers.js";

const text = (copies: string, asked: string, sampler = "SMOTE(random_state=1)"): string => `import pandas as pd
from imblearn.over_sampling import SMOTE
from sklearn.metrics import balanced_accuracy_score
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
df = pd.read_csv("plants.csv")
X, y = df[["leaf", "stem"]], df["wilted"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=4)
sampler = ${sampler}
scaler = StandardScaler()
${copies}${asked}`;
const own = `X_train, y_train = sampler.fit_resample(X_train, y_train)
X_train = scaler.fit_transform(X_train)
X_test = scaler.transform(X_test)
`;
const apart = `X_more, y_more = sampler.fit_resample(X_train, y_train)
X_even = scaler.fit_transform(X_more)
X_rest = scaler.transform(X_test)
`;
const search = (train: string, test: string): string => `search = GridSearchCV(SVC(), {"C": [1, 2]})
search.fit(${train})
best = search.best_estimator_
print(balanced_accuracy_score(y_test, best.predict(${test})))
`;
const piped = (train: string, test: string): string => search(train, test).replace('SVC(), {"C"', 'make_pipeline(sampler, scaler, SVC()), {"svc__C"');

describe("copies that are scaled before a search", () => {
  it("are made and scaled in its pipeline, and nowhere else where nobody else reads them", async () => {
    const head = text("", "").replace("from sklearn.svm import SVC\n", "from sklearn.svm import SVC\nfrom imblearn.pipeline import make_pipeline\n");
    const whole = `${head}${piped("X_train, y_train", "X_test")}`;
    expect(await fixedText(text(own, search("X_train, y_train", "X_test")), "HLD105")).toBe(whole);
    expect(await fixedText(text(apart, search("X_even, y_more", "X_rest")), "HLD105")).toBe(whole);
  });

  it("stay for a model beside it, under names of which the rows before have their own", async () => {
    const beside = "print(SVC().fit(X_train, y_train).score(X_test, y_test))\n";
    const fixed = await fixedText(text(own, beside + search("X_train, y_train", "X_test")), "HLD105");
    expect(fixed).toContain("X_train_raw, y_train_raw = X_train, y_train\nX_train, y_train = sampler.fit_resample(X_train, y_train)\n");
    expect(fixed).toContain(beside + piped("X_train_raw, y_train_raw", "X_test_raw"));
    expect(fixed).not.toContain("X_train_raw = X_train\n");
  });

  it("stay where they are where what was found is trained on other rows again", async () => {
    const again = "X_a, X_b, y_a, y_b = train_test_split(X_more, y_more, random_state=4)\nbest.fit(scaler.fit_transform(X_a), y_a)\n";
    expect((await withheld(text(apart, search("X_even, y_more", "X_rest") + again), "HLD105")).join()).toContain("made of the resampled rows");
  });

  it("are drawn by a seed where the model is taken out of the pipeline", async () => {
    const asked = `${search("X_even, y_more", "X_rest")}print(len([best]))\n`;
    expect(await fixedText(text(apart, asked), "HLD105")).toContain('best = search.best_estimator_.named_steps["svc"]\n');
    expect((await withheld(text(apart, asked, "SMOTE()"), "HLD105")).join()).toContain("made of the resampled rows");
  });

  it("are scaled there, too, where only some of their columns are", async () => {
    const some = `X_more, y_more = sampler.fit_resample(X_train, y_train)
X_more[["leaf"]] = scaler.fit_transform(X_more[["leaf"]])
X_test[["leaf"]] = scaler.transform(X_test[["leaf"]])
`;
    expect(await fixedText(text(some, search("X_more, y_more", "X_test")), "HLD105")).toContain(
      'make_pipeline(sampler, make_column_transformer((scaler, ["leaf"]), remainder="passthrough"), SVC())',
    );
    const written = some.replace(/X_more\[\["leaf"\]\] = .*/, 'X_more["leaf"] = X_more["leaf"].clip(0, 9)').replace(/X_test\[\["leaf"\]\] = .*\n/, "");
    expect((await withheld(text(written, search("X_more, y_more", "X_test")), "HLD105")).join()).toContain("`X_more` changes after it was resampled");
  });
});
