/** What people who read offered fixes refused after the eleventh review: held here by programs of our own. */
import { describe, expect, it } from "vitest";
import { fixedText, titles } from "./offers.js";
import { head } from "./plants.js";

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
