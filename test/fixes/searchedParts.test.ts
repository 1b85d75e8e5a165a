/** A search on the very test part that scores what it found: it searches on the training part that was cut off beside it. */
import { describe, expect, it } from "vitest";
import { fixedText, withheld } from "./offers.js";

const head = `import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.preprocessing import StandardScaler
df = pd.read_csv("rents.csv")
X, y = df[["size", "floor"]], df["let"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
`;
const searched = (given: string): string => `search = GridSearchCV(RandomForestClassifier(random_state=0), {"max_depth": [2, 4]}, cv=5)
search.fit(${given})
`;
const scored = `model = RandomForestClassifier(**search.best_params_).fit(X_train, y_train)
print(model.score(X_test, y_test))
`;

describe("a search on the test part (HLD201)", () => {
  it.each(["X_test, y_test", "X=X_test, y=y_test"])("of %j goes to the training part", async (given) => {
    const after = `${head}${searched(given.replaceAll("_test", "_train"))}${scored}`;
    expect(await fixedText(`${head}${searched(given)}${scored}`, "HLD201")).toBe(after);
  });

  it("goes to that of the last split, whose parts have the names", async () => {
    const again = `X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.4, random_state=1)\n`;
    expect(await fixedText(`${head}${again}${searched("X_test, y_test")}${scored}`, "HLD201")).toContain("search.fit(X_train, y_train)");
  });

  it.each([
    ["X_test = StandardScaler().fit(X_train).transform(X_test)\n", "X_test, y_test", "the training part was not prepared"],
    ["X_train = X_train.dropna()\n", "X_test, y_test", "the training part has changed"],
    ["", "X_test, y_test.copy()", "labels are no variable"],
  ])("stays behind %j of %j: %s", async (between, given) => {
    expect(await withheld(`${head}${between}${searched(given)}${scored}`, "HLD201")).not.toEqual([]);
  });
});
