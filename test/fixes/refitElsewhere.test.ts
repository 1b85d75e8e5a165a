/** HLD111: evaluation rows that are transformed before the training rows are, or after the transformer was fitted to something else. */
import { describe, expect, it } from "vitest";
import { fixedText, withheld } from "./offers.js";

const head = `import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
df = pd.read_csv("a.csv")
X, y = df[["a", "b"]], df[["y"]]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
`;
const scored = "model = Ridge().fit(a, y_train)\nprint(model.score(b, y_test))\n";

describe("evaluation rows that are transformed first", () => {
  const text = (between = "", made = "StandardScaler()", above = ""): string =>
    `${head}${above}b = ${made}.fit_transform(X_test)  # held out\n${between}# scale\na = ${made}.fit_transform(X_train)\n${scored}`;

  it("are transformed behind the fit to the training rows", async () => {
    expect(await fixedText(text("print(1)\n"), "HLD111")).toContain(
      `print(1)\n# scale\nstandard_scaler = StandardScaler()\na = standard_scaler.fit_transform(X_train)\nb = standard_scaler.transform(X_test)  # held out\n${scored}`,
    );
    const named = text("", "scaler", "scaler = StandardScaler()\n");
    expect(await fixedText(named, "HLD111")).toContain(`# scale\na = scaler.fit_transform(X_train)\nb = scaler.transform(X_test)  # held out\n${scored}`);
  });

  it("are left alone where they are used, or changed, on the way, or a comment stands above", async () => {
    expect(await withheld(text("print(b.mean())\n"), "HLD111")).toContain("`b` is used between the two.");
    expect(await withheld(text("X_test = X_test[:9]\n"), "HLD111")).toContain("`X_test` is used between the two.");
    expect(await withheld(text("", "StandardScaler()", "# both parts\n"), "HLD111")).toContain("A comment above it may speak of more than what would move.");
  });
});

describe("evaluation rows that are transformed once labels were", () => {
  const text = (below: string): string =>
    `${head}scaler = StandardScaler()\na = scaler.fit_transform(X_train)\ny_train = scaler.fit_transform(y_train)\nb = scaler.fit_transform(X_test)\n${below}${scored}`;

  it("are transformed before the labels are", async () => {
    const below = "y_test = scaler.fit_transform(y_test)\n";
    expect(await fixedText(text(below), "HLD111")).toContain(
      `a = scaler.fit_transform(X_train)\nb = scaler.transform(X_test)\ny_train = scaler.fit_transform(y_train)\n${below}`,
    );
  });

  it("are left alone where what they were fitted to is asked further down", async () => {
    expect(await withheld(text("print(scaler.mean_)\n"), "HLD111")).toContain(
      "What asks the transformer further down would ask one that was fitted to something else.",
    );
  });
});
