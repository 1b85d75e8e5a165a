/** A transformer that goes below the split, and is asked for other data on the way there. */
import { describe, expect, it } from "vitest";
import { fixedText, titles } from "./offers.js";
import { head, scored, split } from "./plants.js";

const text = (between: string, after = ""): string => `${head}new = pd.read_csv("new.csv")
scaler = StandardScaler()
X_s = scaler.fit_transform(X)
${between}${split.replace("(X, y", "(X_s, y")}${scored}${after}`;

describe("data that are no part of what is split", () => {
  it("are transformed once, as they were, below the split", async () => {
    const other = "new_s = pd.DataFrame(scaler.transform(new), columns=new.columns)  # to be told\n";
    expect(await fixedText(text(other, "print(new_s)\n"), "HLD101")).toBe(`${head}new = pd.read_csv("new.csv")
scaler = StandardScaler()
${split}X_train = scaler.fit_transform(X_train)
X_test = scaler.transform(X_test)
${other}${scored}print(new_s)
`);
  });

  it("may be written over their own name", async () => {
    const fixed = await fixedText(text("new = scaler.transform(new)\n", "print(new)\n"), "HLD101");
    expect(fixed).toContain("X_test = scaler.transform(X_test)\nnew = scaler.transform(new)\nprint(");
    expect(fixed.match(/X_train = /g)).toHaveLength(1);
  });

  it("keep the transformer above the split where they are used there", async () => {
    const used = text("new_s = scaler.transform(new)\nprint(new_s)\n");
    expect(await titles(used, "HLD101")).toEqual(["Draw the training rows first, and learn StandardScaler from them alone"]);
    expect(await fixedText(used, "HLD101")).toContain("X_s = scaler.fit(X.iloc[train_rows]).transform(X)\nnew_s = scaler.transform(new)\nprint(new_s)\n");
  });

  it("do not bring a transformer below that gives other rows than it takes", async () => {
    const folded = text("new_s = scaler.transform(new)\n", "print(new_s)\n").replace("fit_transform(X)", "fit_transform(X).reshape(len(X) // 2, -1)");
    expect((await titles(folded, "HLD101")).filter((title) => title.startsWith("Split first"))).toEqual([]);
    expect(await titles(text("").replace("fit_transform(X)", "fit_transform(X).astype(float)"), "HLD101")).toContain(
      "Split first, then fit StandardScaler on the training part",
    );
  });
});
