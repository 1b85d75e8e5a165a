/** Predictions that are shown beside their score: those of held-out rows are shown in their place. */
import { describe, expect, it } from "vitest";
import { fixedText, withheld } from "./offers.js";

const head = `import matplotlib.pyplot as plt
import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.metrics import r2_score
df = pd.read_csv("plants.csv")
X, y = df[["leaf", "stem"]], df["height"]
model = LinearRegression()
model.fit(X, y)
`;
const program = (shown: string): string => `${head}guess = model.predict(X)\n${shown}print(r2_score(y, guess))\n`;
const after = "guess = model.predict(X_test)\n";
const score = "print(r2_score(y_test, guess))\n";

describe("a score of training rows whose predictions are shown too", () => {
  it("is that of rows held out, which are printed with their labels", async () => {
    const fixed = await fixedText(program("print(guess)\nprint(y)\n"), "HLD205");
    expect(fixed.endsWith(`${after}print(guess)\nprint(y_test)\n${score}`)).toBe(true);
  });

  it("is that of rows held out, the first of which a cell shows", async () => {
    const fixed = await fixedText(program("guess[:5]\n# %%\n"), "HLD205");
    expect(fixed.endsWith(`${after}guess[:5]\n# %%\n${score}`)).toBe(true);
  });

  it("is that of rows held out, which are drawn as points, with the line beside them", async () => {
    const fixed = await fixedText(program('plt.scatter(y, guess, label="plants")\nplt.plot([min(y), max(y)], [min(y), max(y)])\nplt.show()\n'), "HLD205");
    expect(
      fixed.endsWith(
        `${after}plt.scatter(y_test, guess, label="plants")\nplt.plot([min(y_test), max(y_test)], [min(y_test), max(y_test)])\nplt.show()\n${score}`,
      ),
    ).toBe(true);
  });
});

describe("it stays where predictions of all rows", () => {
  const reason = async (shown: string): Promise<string> => (await withheld(program(shown), "HLD205")).join(" ");

  it("are drawn as a line", async () => {
    expect(await reason("plt.plot(X, guess)\n")).toContain("`guess` of all rows is used by `plt.plot(X, guess)` too");
  });

  it("are a line beside points", async () => {
    expect(await reason("plt.scatter(y, guess)\nplt.plot(y, guess)\n")).toContain("`guess` of all rows is used by");
  });

  it("become a column", async () => {
    expect(await reason('df["guess"] = guess\n')).toContain("`guess` of all rows is used by");
  });

  it("are drawn beside another column of the table", async () => {
    expect(await reason("ages = df['age']\nplt.scatter(ages, guess)\n")).toContain("`guess` of all rows is used by");
  });
});
