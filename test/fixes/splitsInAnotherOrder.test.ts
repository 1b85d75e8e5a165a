/** Rows that are drawn above a split: further splits of the same table have to draw the same ones. */
import { describe, expect, it } from "vitest";
import { fixedText, reasons } from "./offers.js";

const text = (fewer: string, between: string): string => `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
df = pd.read_csv("bouts.csv")
df["reach"] = df["reach"].fillna(df["reach"].mean())
${fewer}X, y = df[["reach", "age"]], df["won"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=42)
print(LogisticRegression().fit(X_train, y_train).score(X_test, y_test))
again = ${between}
X, y = again[["reach", "age"]], again["won"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=42)
print(LogisticRegression(C=9).fit(X_train, y_train).score(X_test, y_test))
`;
const said = "splits the rows in another order";

describe("a second split of the same rows", () => {
  it("takes the rows that were drawn", async () => {
    const fixed = await fixedText(text("df = df.dropna()\n", "df.copy()"), "HLD101");
    expect(fixed.match(/X\.loc\[train_rows\[/g)).toHaveLength(2);
    expect(await fixedText(text("", "df.copy()"), "HLD101")).toContain('df["reach"].iloc[train_rows].mean()');
  });
  it("draws others where its rows were shuffled or numbered anew, with the same seed too", async () => {
    const shuffled = "df.sample(frac=1, random_state=42).reset_index(drop=True)";
    expect((await reasons(text("df = df.dropna()\n", shuffled), "HLD101")).join()).toContain(said);
    expect((await reasons(text("", shuffled), "HLD101")).join()).toContain(said);
    expect((await reasons(text("df = df.dropna()\n", "df.reset_index(drop=True)"), "HLD101")).join()).toContain(said);
  });
});
