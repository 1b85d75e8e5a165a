/** Splits that stand in a block below what is learned: a loop that draws again and again, a `with`. */
import { describe, expect, it } from "vitest";
import { fixedText, withheld } from "./offers.js";
import { head } from "./plants.js";

const cut = "X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3";
const scaled = `${head}scaler = StandardScaler()
X = scaler.fit_transform(X)
`;
const rounds = (seed: string, more = ""): string => `scores = []
for i in range(9):
    ${cut}${seed})
    model = LogisticRegression().fit(X_train, y_train)
    scores.append(model.score(X_test, y_test))
${more}print(np.mean(scores))
`;

describe("a scaler above a loop that splits anew in each round", () => {
  it("is fitted in each round", async () => {
    for (const seed of ["", ", random_state=i", ", random_state=None"]) {
      const text = await fixedText(scaled + rounds(seed), "HLD101");
      expect(text).toContain(`    ${cut}${seed})\n    X_train = scaler.fit_transform(X_train)\n    X_test = scaler.transform(X_test)\n    model =`);
      expect(text).not.toContain("X = scaler");
    }
  });

  it("takes its comment along", async () => {
    const text = await fixedText(`${scaled.replace("X = scaler", "\n# One scale for both columns\nX = scaler")}\n${rounds("")}`, "HLD101");
    expect(text).toContain(`    ${cut})\n    # One scale for both columns\n    X_train = scaler.fit_transform(X_train)\n`);
  });

  it("stays where somebody asks it later, or a model is asked about all rows", async () => {
    for (const more of ["print(scaler.mean_)\n", "    print(model.score(X, y))\n"])
      expect((await withheld(scaled + rounds("", more), "HLD101")).length).toBeGreaterThan(0);
  });

  it("leaves the data as they are to those who look at them", async () => {
    const text = await fixedText(scaled + rounds("", "print(X.mean())\n"), "HLD101");
    expect(text).toContain("X_raw = X\nX = scaler.fit_transform(X)\n");
    expect(text).toContain(`    ${cut.replace("(X,", "(X_raw,")})\n    X_train = scaler.fit_transform(X_train)\n    X_test = scaler.transform(X_test)\n`);
    expect(text).toContain("print(X.mean())\n");
  });
});

describe("a scaler above a block that is gone through once", () => {
  it("goes into it", async () => {
    const text = await fixedText(
      `${scaled}with open("log.txt") as log:\n    ${cut})\n    model = LogisticRegression().fit(X_train, y_train)\n    print(model.score(X_test, y_test))\n`,
      "HLD101",
    );
    expect(text).toContain("    X_train = scaler.fit_transform(X_train)\n    X_test = scaler.transform(X_test)\n");
  });
});
