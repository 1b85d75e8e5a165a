/** What people who read offered fixes refused after the fifth review: held here by programs of our own. */
import { describe, expect, it } from "vitest";
import { fixedText, offered, reasons } from "./offers.js";

const head = `import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
df = pd.read_csv("plants.csv")
X, y = df[["leaf", "stem"]], df["kind"]
`;
const split = "X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=4)\n";
const scored = "print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))\n";

describe("arguments that only a fit takes", () => {
  const again = (train: string, test: string): string => `${head}${split}scaler = StandardScaler()
X_train = scaler.fit_transform(${train})
X_test = scaler.fit_transform(${test})
${scored}`;

  it("go where the rows are only transformed", async () => {
    expect(await fixedText(again("X=X_train, y=None", "X=X_test, y=None"), "HLD111")).toContain("X_test = scaler.transform(X=X_test)\n");
    expect(await fixedText(again("X_train, y_train", "X_test, y_test"), "HLD111")).toContain("X_test = scaler.transform(X_test)\n");
    expect(await fixedText(again("X_train, y_train", "y=y_test, X=X_test"), "HLD111")).toContain("X_test = scaler.transform(X=X_test)\n");
    const lines = "\n    X_test,\n    y_test,\n    sample_weight=None,\n";
    expect(await fixedText(again("X_train, y_train", lines), "HLD111")).toContain("X_test = scaler.transform(\n    X_test,\n)\n");
  });

  it("go for transformers without a name too", async () => {
    const text = `${head}${split}X_train = StandardScaler().fit_transform(X_train, y_train)
X_test = StandardScaler().fit_transform(X_test, y_test)
${scored}`;
    const fixed = await fixedText(text, "HLD111");
    expect(fixed).toContain("X_train = standard_scaler.fit_transform(X_train, y_train)\n");
    expect(fixed).toContain("X_test = standard_scaler.transform(X_test)\n");
  });

  it("stay unknown where they are spread, and nothing is offered", async () => {
    const text = again("X_train", "X_test, **settings").replace("scaler = ", "settings = read_settings()\nscaler = ");
    expect((await offered(text, "HLD111")).filter(({ offer }) => offer.fix)).toEqual([]);
    expect(await reasons(text, "HLD111")).toContain("It does not show here which of these arguments transform takes too.");
  });
});
