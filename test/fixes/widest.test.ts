/** Splits of the same rows with one seed: the rows are drawn as the largest test part has them, which holds the others. */
import { describe, expect, it } from "vitest";
import { fixedText, reasons } from "./offers.js";

const splitOf = (options: string): string => `X_train, X_test, y_train, y_test = train_test_split(X, y, ${options})
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
`;
const text = (first: string, second: string, between = ""): string => `import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
df = pd.read_csv("plants.csv")
df["leaf"] = df["leaf"].fillna(df["leaf"].median())
print(df["leaf"].max())
${between}X, y = df[["leaf", "stem"]], df["kind"]
${splitOf(first)}${splitOf(second)}`;
const said = "  # with this seed, the other splits' test rows are among these\n";

describe("test parts of several sizes", () => {
  it("lie in the largest of one seed, and the smaller split stays as it is", async () => {
    const after = await fixedText(text("test_size=0.2, random_state=4", "test_size=0.3, random_state=4"), "HLD101");
    expect(after).toContain(`train_rows, test_rows = train_test_split(np.arange(len(df)), test_size=0.3, random_state=4)${said}`);
    expect(after).toContain(splitOf("test_size=0.2, random_state=4"));
    expect(after).not.toContain(splitOf("test_size=0.3, random_state=4"));
    const other = await fixedText(text("random_state=4", "test_size=0.1, random_state=4"), "HLD101");
    expect(other).toContain(`train_test_split(np.arange(len(df)), random_state=4)${said}`);
  });

  it.each([
    ["of two seeds", "test_size=0.2, random_state=4", "test_size=0.3, random_state=5"],
    ["that keep classes in proportion", "test_size=0.2, random_state=4, stratify=y", "test_size=0.3, random_state=4, stratify=y"],
    ["one of which is a number of rows", "test_size=50, random_state=4", "test_size=0.3, random_state=4"],
  ])("%s lie apart from each other", async (_, first, second) => {
    expect(await reasons(text(first, second), "HLD101")).toContain("After the change HLD101 would still be found here.");
  });

  it("say nothing of each other where rows are dropped before they are split", async () => {
    const dropped = text("test_size=0.2, random_state=4", "test_size=0.3, random_state=4", "df = df.dropna()\n");
    expect(await reasons(dropped, "HLD101")).toContain("After the change HLD101 would still be found here.");
  });
});
